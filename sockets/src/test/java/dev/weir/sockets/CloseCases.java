package dev.weir.sockets;

import static dev.weir.sockets.Cases.bytes;
import static dev.weir.sockets.Cases.fails;
import static dev.weir.sockets.Cases.fill;
import static dev.weir.sockets.Cases.writeUntilItFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Half close, close, and lingering. */
interface CloseCases extends Cases {
    @Test
    default void shutdownOutputEndsTheStreamButNotTheAnswers() throws Exception {
        try (var pair = world().pair()) {
            pair.client().getOutputStream().write(1);
            pair.client().shutdownOutput();
            assertThat(pair.client().isOutputShutdown()).isTrue();
            assertThat(pair.client().isInputShutdown()).isFalse();
            assertThat(pair.client().isClosed()).isFalse();
            assertThat(pair.server().getInputStream().readAllBytes()).containsExactly(1);
            byte[] answer = bytes(200_000, 5);
            var write = Task.virtual(() -> {
                pair.server().getOutputStream().write(answer);
                pair.server().close();
                return null;
            });
            assertThat(pair.client().getInputStream().readAllBytes()).isEqualTo(answer);
            write.result();
        }
    }

    @Test
    default void shutdownOutputOnBothSides() throws Exception {
        try (var pair = world().pair()) {
            pair.client().shutdownOutput();
            pair.server().shutdownOutput();
            assertThat(pair.client().getInputStream().read()).isEqualTo(-1);
            assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    default void shutdownOutputTwiceFails() throws Exception {
        try (var pair = world().pair()) {
            pair.client().shutdownOutput();
            fails(pair.client()::shutdownOutput, SocketException.class, "Socket output is already shutdown");
            fails(pair.client()::getOutputStream, SocketException.class, "Socket output is shutdown");
        }
    }

    @Test
    default void shutdownInputReadsAsEnd() throws Exception {
        try (var pair = world().pair()) {
            var in = pair.client().getInputStream();
            pair.server().getOutputStream().write(new byte[5]);
            pair.client().shutdownInput();
            assertThat(pair.client().isInputShutdown()).isTrue();
            assertThat(pair.client().isOutputShutdown()).isFalse();
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.available()).isZero();
            fails(pair.client()::getInputStream, SocketException.class, "Socket input is shutdown");
            fails(pair.client()::shutdownInput, SocketException.class, "Socket input is already shutdown");
            pair.client().getOutputStream().write(2); // the other half goes on
            assertThat(pair.server().getInputStream().read()).isEqualTo(2);
            pair.server().getOutputStream().write(3); // and the peer notices nothing
        }
    }

    @Test
    default void shutdownInputEndsWaitingRead() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.platform(() -> pair.client().getInputStream().read()).blocked();
            pair.client().shutdownInput();
            assertThat(read.result()).isEqualTo(-1);
        }
    }

    @Test
    default void shutdownInputEndsWaitingReadOfVirtualThread() throws Exception {
        try (var pair = world().pair()) {
            var read = Task.virtual(() -> pair.client().getInputStream().read()).blocked();
            pair.client().shutdownInput();
            assertThat(read.result()).isEqualTo(-1);
        }
    }

    @Test
    default void shutdownNeedsConnection() throws Exception {
        try (var socket = world().clients().createSocket()) {
            fails(socket::shutdownInput, SocketException.class, "Socket is not connected");
            fails(socket::shutdownOutput, SocketException.class, "Socket is not connected");
        }
    }

    @Test
    default void shutdownAfterResetIsQuiet() throws Exception {
        try (var pair = world().pair()) {
            pair.resetByServer();
            fails(() -> pair.client().getInputStream().read(), SocketException.class, "Connection reset");
            pair.client().shutdownOutput();
            pair.client().shutdownInput();
        }
    }

    @Test
    default void closeIsIdempotent() throws Exception {
        try (var pair = world().pair()) {
            pair.client().close();
            pair.client().close();
            assertThat(pair.client().isClosed()).isTrue();
        }
    }

    @Test
    default void closeOfUnusedSocketLeavesNothing() throws Exception {
        var socket = world().clients().createSocket();
        socket.close();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.isBound()).isFalse();
    }

    @Test
    default void closeOfStreamClosesSocket() throws Exception {
        try (var pair = world().pair()) {
            pair.client().getInputStream().close();
            assertThat(pair.client().isClosed()).isTrue();
            assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
            pair.server().getOutputStream().close();
            assertThat(pair.server().isClosed()).isTrue();
        }
    }

    @Test
    default void closeSendsWhatWasWritten() throws Exception {
        byte[] content = bytes(100_000, 6);
        try (var pair = world().pair()) {
            pair.client().getOutputStream().write(content);
            pair.client().close();
            assertThat(pair.server().getInputStream().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    @Rfc({"9293#3.6.1", "EDGE-CLOSE-3"})
    default void closeWithUnreadDataSendsOursThenEndAndResets() throws Exception {
        try (var pair = world().pair()) {
            pair.client().getOutputStream().write(new byte[10]);
            assertThat(pair.server().getInputStream().read()).isZero(); // nine are left unread
            pair.server().getOutputStream().write(new byte[] {1, 2, 3});
            pair.server().close();
            assertThat(pair.client().getInputStream().readAllBytes()).containsExactly(1, 2, 3);
            assertThat(writeUntilItFails(pair.client().getOutputStream()))
                    .isExactlyInstanceOf(SocketException.class).hasMessage("Broken pipe");
            assertThat(pair.client().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @Rfc("EDGE-CLOSE-3")
    default void lingerZeroResets() throws Exception {
        try (var pair = world().pair()) {
            pair.resetByServer();
            fails(() -> pair.client().getInputStream().read(), SocketException.class, "Connection reset");
        }
    }

    @Test
    default void lingerReturnsWhenThePeerHasAll() throws Exception {
        byte[] content = bytes(200_000, 7);
        try (var pair = world().pair()) {
            pair.client().setSoLinger(true, 60);
            var read = Task.virtual(() -> pair.server().getInputStream().readAllBytes());
            long start = System.nanoTime();
            pair.client().getOutputStream().write(content);
            pair.client().close();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
            assertThat(read.result()).isEqualTo(content);
        }
    }

    @Test
    default void lingerEndsAtItsLimitAndTheRestStillArrives() throws Exception {
        byte[] content = bytes(100_000, 10);
        try (var server = world().servers().createServerSocket(); var client = world().clients().createSocket()) {
            server.setReceiveBufferSize(8192);
            server.bind(new InetSocketAddress(world().serverAddress(), 0));
            client.setSendBufferSize(200_000);
            client.connect(world().addressOf(server));
            try (var accepted = server.accept()) {
                client.getOutputStream().write(content); // our buffer takes it, the peer's does not
                client.setSoLinger(true, 1);
                long start = System.nanoTime();
                client.close();
                assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
                assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    default void closedSocketAnswersNothing() throws Exception {
        try (var pair = world().pair()) {
            var socket = pair.client();
            socket.close();
            List<ThrowingCallable> calls = new ArrayList<>(List.of(
                    () -> socket.connect(new InetSocketAddress(world().serverAddress(), 1)),
                    () -> socket.bind(null), socket::getInputStream, socket::getOutputStream,
                    socket::shutdownInput, socket::shutdownOutput,
                    () -> socket.setTcpNoDelay(true), socket::getTcpNoDelay,
                    () -> socket.setSoLinger(true, 1), socket::getSoLinger,
                    () -> socket.setSoTimeout(1), socket::getSoTimeout,
                    () -> socket.setKeepAlive(true), socket::getKeepAlive,
                    () -> socket.setOOBInline(true), socket::getOOBInline,
                    () -> socket.setSendBufferSize(5000), socket::getSendBufferSize,
                    () -> socket.setReceiveBufferSize(5000), socket::getReceiveBufferSize,
                    () -> socket.setReuseAddress(true), socket::getReuseAddress,
                    () -> socket.setTrafficClass(8),
                    () -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true),
                    () -> socket.getOption(StandardSocketOptions.TCP_NODELAY)));
            for (var call : calls) {
                fails(call, SocketException.class, "Socket is closed");
            }
            fails(socket::getTrafficClass, SocketException.class, "Socket closed");
            fails(() -> socket.sendUrgentData(1), SocketException.class, "Socket closed");
        }
    }

    @Test
    default void closeFromBothSidesAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var pair = world().pair()) {
                var other = Task.virtual(() -> {
                    pair.server().close();
                    return null;
                });
                pair.client().close();
                other.result();
            }
        }
    }

    @Test
    default void closeRacesWithReadAndWrite() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var pair = world().pair()) {
                Socket client = pair.client();
                var read = Task.virtual(() -> client.getInputStream().read());
                var write = fill(client, true);
                client.close();
                assertThatClosed(read);
                assertThatClosed(write);
            }
        }
    }

    private static void assertThatClosed(Task<?> task) {
        org.assertj.core.api.Assertions.assertThatThrownBy(task::result).isExactlyInstanceOf(SocketException.class)
                .message().isIn("Socket closed", "Socket is closed");
    }
}
