package dev.weir.sockets;

import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Reading, and what ends it. */
interface ReadCases extends Cases {
    @Test
    default void readReturnsWhatIsThere() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(new byte[] {1, 2, 3});
            var in = pair.client().getInputStream();
            Task.until(() -> availableOf(pair) == 3);
            var target = new byte[10];
            assertThat(in.read(target, 4, 2)).isEqualTo(2);
            assertThat(target).containsExactly(0, 0, 0, 0, 1, 2, 0, 0, 0, 0);
            assertThat(in.read(target)).isEqualTo(1);
            assertThat(target[0]).isEqualTo((byte) 3);
        }
    }

    @Test
    default void readOfOneByteIsUnsigned() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(255);
            assertThat(pair.client().getInputStream().read()).isEqualTo(255);
        }
    }

    @Test
    default void readOfLengthZeroReturnsAtOnce() throws Exception {
        try (var pair = world().pair()) {
            assertThat(pair.client().getInputStream().read(new byte[0])).isZero();
            assertThat(pair.client().getInputStream().read(new byte[5], 5, 0)).isZero();
        }
    }

    @Test
    default void readChecksItsBounds() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            assertThatThrownBy(() -> in.read(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.read(new byte[2], -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.read(null, 0, 1)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    default void readWaitsForData() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked();
            pair.server().getOutputStream().write(7);
            assertThat(read.result()).isEqualTo(7);
        }
    }

    @Test
    default void readOfVirtualThreadWaitsForData() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.virtual(() -> pair.client().getInputStream().read()).blocked();
            pair.server().getOutputStream().write(7);
            assertThat(read.result()).isEqualTo(7);
        }
    }

    @Test
    @Rfc({"9293#3.10.4", "MUST-12"})
    default void endOfStreamComesAfterTheData() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(1);
            pair.server().close();
            var in = pair.client().getInputStream();
            assertThat(in.read()).isEqualTo(1);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[3])).isEqualTo(-1);
            assertThat(in.available()).isZero();
        }
    }

    @Test
    default void endOfStreamEndsWaitingRead() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked();
            pair.server().close();
            assertThat(read.result()).isEqualTo(-1);
        }
    }

    @Test
    default void endOfStreamIsRememberedAfterClose() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            pair.server().close();
            assertThat(in.read()).isEqualTo(-1);
            pair.client().close();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    default void readTimesOutAndSocketStaysUsable() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            pair.client().setSoTimeout(SHORT_MILLIS);
            fails(in::read, SocketTimeoutException.class, "Read timed out");
            fails(in::read, SocketTimeoutException.class, "Read timed out");
            assertThat(pair.client().isClosed()).isFalse();
            pair.server().getOutputStream().write(3);
            pair.client().setSoTimeout(20_000);
            assertThat(in.read()).isEqualTo(3);
        }
    }

    @Test
    default void readOfVirtualThreadTimesOut() throws Exception {
        try (var pair = world().pair()) {
            pair.client().setSoTimeout(SHORT_MILLIS);
            var read = Task.virtual(() -> pair.client().getInputStream().read());
            fails(read::result, SocketTimeoutException.class, "Read timed out");
        }
    }

    @Test
    default void readTimesOutWhileAnotherThreadReads() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            var first = Task.platform(in::read).blocked();
            pair.client().setSoTimeout(SHORT_MILLIS);
            fails(in::read, SocketTimeoutException.class, "Read timed out");
            pair.server().getOutputStream().write(8);
            assertThat(first.result()).isEqualTo(8);
        }
    }

    @Test
    default void timeoutSetDuringReadHoldsForTheNext() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            var read = Task.platform(in::read).blocked();
            pair.client().setSoTimeout(1);
            read.blocked();
            pair.server().getOutputStream().write(8);
            assertThat(read.result()).isEqualTo(8);
            fails(in::read, SocketTimeoutException.class, "Read timed out");
        }
    }

    @Test
    default void threadsReadOneAfterTheOther() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            var one = Task.virtual(in::read).blocked();
            var other = Task.virtual(in::read).blocked();
            pair.server().getOutputStream().write(new byte[] {1, 2});
            assertThat(new int[] {one.result(), other.result()}).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    default void closeEndsRead() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked();
            pair.client().close();
            fails(read::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void closeEndsReadOfVirtualThread() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.virtual(() -> pair.client().getInputStream().read()).blocked();
            pair.client().close();
            fails(read::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void closeEndsTimedRead() throws Exception {
        try (var pair = world().pair()) {
            pair.client().setSoTimeout(60_000);
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked();
            pair.client().close();
            fails(read::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void closeEndsReadAndWhoWaitsToRead() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            var one = Task.platform(in::read).blocked();
            var other = Task.platform(in::read).blocked();
            pair.client().close();
            fails(one::result, SocketException.class, "Socket closed");
            fails(other::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void readOfClosedSocketFails() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            pair.server().getOutputStream().write(1);
            pair.client().close();
            fails(in::read, SocketException.class, "Socket closed");
            fails(in::available, SocketException.class, "Socket closed");
            assertThat(in.read(new byte[0])).isZero();
            fails(() -> pair.client().getInputStream(), SocketException.class, "Socket is closed");
        }
    }

    @Test
    default void interruptOfVirtualThreadClosesReadingSocket() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.virtual(() -> pair.client().getInputStream().read()).blocked().interrupt();
            fails(read::result, SocketException.class, "Closed by interrupt");
            assertThat(read.wasInterrupted()).isTrue();
            assertThat(pair.client().isClosed()).isTrue();
            assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-2")
    default void interruptOfPlatformThreadDoesNotEndRead() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked().interrupt();
            read.blocked();
            pair.server().getOutputStream().write(4);
            assertThat(read.result()).isEqualTo(4);
            assertThat(read.wasInterrupted()).isTrue();
        }
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-2")
    default void interruptedPlatformThreadWaitsInTimedRead() throws Exception {
        try (var pair = world().pair()) {
            pair.client().setSoTimeout(SHORT_MILLIS);
            var read = Task.platform(() -> {
                Thread.currentThread().interrupt();
                return pair.client().getInputStream().read();
            });
            fails(read::result, SocketTimeoutException.class, "Read timed out");
            assertThat(read.wasInterrupted()).isTrue();
        }
    }

    @Test
    default void interruptedVirtualThreadStillReadsWhatIsThere() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(7);
            Task.until(() -> availableOf(pair) == 1);
            var read = Task.virtual(() -> {
                Thread.currentThread().interrupt();
                return pair.client().getInputStream().read();
            });
            assertThat(read.result()).isEqualTo(7);
            assertThat(pair.client().isClosed()).isFalse();
        }
    }

    @Test
    default void interruptedVirtualThreadThatWouldWaitClosesItsSocket() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.virtual(() -> {
                Thread.currentThread().interrupt();
                return pair.client().getInputStream().read();
            });
            fails(read::result, SocketException.class, "Closed by interrupt");
            assertThat(pair.client().isClosed()).isTrue();
        }
    }

    @Test
    @Rfc({"9293#3.10.7.4", "MUST-12", "EDGE-CLOSE-5"})
    default void resetEndsWaitingRead() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked();
            pair.resetByServer();
            fails(read::result, SocketException.class, "Connection reset");
        }
    }

    @Test
    default void everyReadAfterResetFails() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            pair.resetByServer();
            fails(in::read, SocketException.class, "Connection reset");
            fails(in::read, SocketException.class, "Connection reset");
            assertThat(in.available()).isZero();
            fails(() -> pair.client().getOutputStream().write(1), SocketException.class, "Broken pipe");
            assertThat(pair.client().isClosed()).isFalse();
            assertThat(pair.client().isConnected()).isTrue();
        }
    }

    @Test
    default void dataThatCameBeforeResetIsStillRead() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(new byte[10]);
            Task.until(() -> availableOf(pair) == 10);
            pair.resetByServer();
            var in = pair.client().getInputStream();
            assertThat(in.read(new byte[4])).isEqualTo(4);
            assertThat(in.read(new byte[40])).isEqualTo(6);
            fails(in::read, SocketException.class, "Connection reset");
        }
    }

    @Test
    default void endOfStreamBeforeResetStaysTheEnd() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(2);
            pair.server().shutdownOutput();
            pair.client().getOutputStream().write(1); // unread there: its close resets
            Task.until(() -> availableAt(pair.server()) == 1);
            pair.server().close();
            var in = pair.client().getInputStream();
            assertThat(in.readAllBytes()).containsExactly(2);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    default void availableCountsWhatCanBeRead() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            assertThat(in.available()).isZero();
            pair.server().getOutputStream().write(new byte[1000]);
            Task.until(() -> availableOf(pair) == 1000);
            in.readNBytes(400);
            assertThat(in.available()).isEqualTo(600);
        }
    }

    @Test
    default void skipAndTransferTakeFromTheStream() throws Exception {
        try (var pair = world().pair()) {
            pair.server().getOutputStream().write(new byte[] {1, 2, 3, 4, 5});
            pair.server().shutdownOutput();
            var in = pair.client().getInputStream();
            in.skipNBytes(2);
            assertThat(in.skip(1)).isEqualTo(1);
            var rest = new ByteArrayOutputStream();
            assertThat(in.transferTo(rest)).isEqualTo(2);
            assertThat(rest.toByteArray()).containsExactly(4, 5);
            assertThat(in.markSupported()).isFalse();
        }
    }

    @Test
    default void streamsNeedConnection() throws Exception {
        try (var socket = world().clients().createSocket()) {
            fails(socket::getInputStream, SocketException.class, "Socket is not connected");
            fails(socket::getOutputStream, SocketException.class, "Socket is not connected");
        }
    }

    @Test
    default void streamOfSocketIsTheSameEachTime() throws Exception {
        try (var pair = world().pair()) {
            assertThat(pair.client().getInputStream()).isSameAs(pair.client().getInputStream());
            assertThat(pair.client().getOutputStream()).isSameAs(pair.client().getOutputStream());
        }
    }

    private static int availableOf(World.Pair pair) {
        return availableAt(pair.client());
    }

    private static int availableAt(java.net.Socket socket) {
        try {
            return socket.getInputStream().available();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
