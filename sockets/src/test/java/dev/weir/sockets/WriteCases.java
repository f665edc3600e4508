package dev.weir.sockets;

import static dev.weir.sockets.Cases.bytes;
import static dev.weir.sockets.Cases.fails;
import static dev.weir.sockets.Cases.fill;
import static dev.weir.sockets.Cases.readUntilItFails;
import static dev.weir.sockets.Cases.writeUntilItFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** Writing, and what ends it. */
interface WriteCases extends Cases {
    @Test
    default void bytesArriveInOrderBothWaysAtOnce() throws Exception {
        byte[] there = bytes(3_000_000, 1);
        byte[] back = bytes(2_000_001, 2);
        try (var pair = world().pair()) {
            var writer = Task.virtual(() -> send(pair.client(), there));
            var answerer = Task.virtual(() -> send(pair.server(), back));
            var reader = Task.virtual(() -> pair.server().getInputStream().readAllBytes());
            assertThat(pair.client().getInputStream().readAllBytes()).isEqualTo(back);
            assertThat(reader.result()).isEqualTo(there);
            writer.result();
            answerer.result();
        }
    }

    @Test
    default void bytesOfPlatformThreadsArriveInOrder() throws Exception {
        byte[] there = bytes(1_000_000, 3);
        try (var pair = world().pair()) {
            var writer = Task.platform(() -> send(pair.client(), there));
            assertThat(pair.server().getInputStream().readAllBytes()).isEqualTo(there);
            writer.result();
        }
    }

    private static Void send(Socket socket, byte[] content) throws java.io.IOException {
        socket.getOutputStream().write(content);
        socket.shutdownOutput();
        return null;
    }

    @Test
    default void manySmallRoundTrips() throws Exception {
        try (var pair = world().pair()) {
            pair.client().setTcpNoDelay(true);
            var echo = Task.virtual(() -> pair.server().getInputStream().transferTo(pair.server().getOutputStream()));
            for (int i = 0; i < 500; i++) {
                pair.client().getOutputStream().write(i & 0xff);
                assertThat(pair.client().getInputStream().read()).isEqualTo(i & 0xff);
            }
            pair.client().shutdownOutput();
            assertThat(echo.result()).isEqualTo(500);
        }
    }

    @Test
    default void writeOfNothingDoesNothing() throws Exception {
        try (var pair = world().pair()) {
            var out = pair.client().getOutputStream();
            out.write(new byte[0]);
            pair.client().close();
            out.write(new byte[0]); // even then
        }
    }

    @Test
    default void writeChecksItsBounds() throws Exception {
        try (var pair = world().pair()) {
            var out = pair.client().getOutputStream();
            assertThatThrownBy(() -> out.write(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> out.write(null, 0, 1)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    default void writeWaitsForReader() throws Exception {
        var content = bytes(30_000_000, 4); // more than any buffers take
        try (var pair = world().pair()) {
            var write = Task.platform(() -> send(pair.client(), content)).blocked();
            assertThat(pair.server().getInputStream().readAllBytes()).isEqualTo(content);
            write.result();
        }
    }

    @Test
    default void closeEndsWrite() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), false).blocked();
            pair.client().close();
            fails(write::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void closeEndsWriteOfVirtualThread() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), true).blocked();
            pair.client().close();
            fails(write::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void interruptOfVirtualThreadClosesWritingSocket() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), true).blocked().interrupt();
            fails(write::result, SocketException.class, "Closed by interrupt");
            assertThat(write.wasInterrupted()).isTrue();
            assertThat(pair.client().isClosed()).isTrue();
        }
    }

    @Test
    default void interruptOfPlatformThreadDoesNotEndWrite() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), false).blocked().interrupt();
            write.blocked();
            assertThat(write.isDone()).isFalse();
            pair.client().close();
            fails(write::result, SocketException.class, "Socket closed");
            assertThat(write.wasInterrupted()).isTrue();
        }
    }

    @Test
    @Rfc("EDGE-CLOSE-5")
    default void resetEndsWaitingWrite() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), false).blocked();
            pair.resetByServer();
            fails(write::result, SocketException.class, "Connection reset by peer");
        }
    }

    @Test
    default void shutdownOutputEndsWaitingWrite() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), false).blocked();
            pair.client().shutdownOutput();
            fails(write::result, SocketException.class, "Broken pipe");
        }
    }

    @Test
    default void firstWriteAfterResetNamesItAndNextOnesFindBrokenPipe() throws Exception {
        try (var pair = world().pair()) {
            var out = pair.client().getOutputStream();
            pair.resetByServer();
            assertThat(writeUntilItFails(out)).isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Connection reset by peer");
            fails(() -> out.write(1), SocketException.class, "Broken pipe");
            fails(() -> out.write(new byte[1000]), SocketException.class, "Broken pipe");
            assertThat(pair.client().getInputStream().read()).isEqualTo(-1); // the write took the error
        }
    }

    @Test
    default void writeAfterPeerClosedFindsBrokenPipe() throws Exception {
        try (var pair = world().pair()) {
            pair.server().close();
            assertThat(pair.client().getInputStream().read()).isEqualTo(-1);
            assertThat(writeUntilItFails(pair.client().getOutputStream()))
                    .isExactlyInstanceOf(SocketException.class).hasMessage("Broken pipe");
            assertThat(pair.client().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    default void writeAfterShutdownOutputFindsBrokenPipe() throws Exception {
        try (var pair = world().pair()) {
            var out = pair.client().getOutputStream();
            pair.client().shutdownOutput();
            fails(() -> out.write(1), SocketException.class, "Broken pipe");
        }
    }

    @Test
    default void writeOfClosedSocketFails() throws Exception {
        try (var pair = world().pair()) {
            var out = pair.client().getOutputStream();
            pair.client().close();
            fails(() -> out.write(1), SocketException.class, "Socket closed");
            fails(() -> pair.client().getOutputStream(), SocketException.class, "Socket is closed");
        }
    }

    @Test
    default void threadsWriteOneAfterTheOther() throws Exception {
        try (var pair = world().pair()) {
            var ones = Task.virtual(() -> block(pair.client(), 1));
            var twos = Task.virtual(() -> block(pair.client(), 2));
            byte[] read = pair.server().getInputStream().readNBytes(2 * 500_000);
            ones.result();
            twos.result();
            for (int i = 0; i < read.length; i++) { // neither write is mixed with the other
                assertThat(read[i]).isEqualTo(read[i / 500_000 * 500_000]);
            }
        }
    }

    private static Void block(Socket socket, int value) throws java.io.IOException {
        var block = new byte[500_000];
        java.util.Arrays.fill(block, (byte) value);
        socket.getOutputStream().write(block);
        return null;
    }

    @Test
    default void readGoesOnWhileWriteWaits() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), false).blocked();
            pair.server().getOutputStream().write(6);
            assertThat(pair.client().getInputStream().read()).isEqualTo(6);
            pair.client().close();
            fails(write::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void peerOfKilledWriterReadsWhatArrivedThenReset() throws Exception {
        try (var pair = world().pair()) {
            var write = fill(pair.client(), false).blocked();
            pair.client().setSoLinger(true, 0);
            pair.client().close();
            fails(write::result, SocketException.class, "Socket closed");
            assertThat(readUntilItFails(pair.server().getInputStream()))
                    .isExactlyInstanceOf(SocketException.class).hasMessage("Connection reset");
        }
    }
}
