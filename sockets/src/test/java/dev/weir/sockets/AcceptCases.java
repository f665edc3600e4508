package dev.weir.sockets;

import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Server sockets. */
interface AcceptCases extends Cases {
    @Test
    default void newServerSocketIsUnbound() throws Exception {
        try (var server = world().servers().createServerSocket()) {
            assertThat(server.isBound()).isFalse();
            assertThat(server.isClosed()).isFalse();
            assertThat(server.getLocalPort()).isEqualTo(-1);
            assertThat(server.getInetAddress()).isNull();
            assertThat(server.getLocalSocketAddress()).isNull();
            assertThat(server.getChannel()).isNull();
            assertThat(server).hasToString("ServerSocket[unbound]");
            fails(server::accept, SocketException.class, "Socket is not bound yet");
        }
    }

    @Test
    default void portZeroPicksFreePort() throws Exception {
        try (var one = world().listen(); var other = world().listen()) {
            assertThat(one.getLocalPort()).isPositive().isNotEqualTo(other.getLocalPort());
            assertThat(one.getInetAddress()).isEqualTo(world().serverAddress());
            assertThat(one.getLocalSocketAddress()).isEqualTo(world().addressOf(one));
            assertThat(one).hasToString(
                    "ServerSocket[addr=" + one.getInetAddress() + ",localport=" + one.getLocalPort() + "]");
        }
    }

    @Test
    default void closedServerSocketRemembersItsAddress() throws Exception {
        var server = world().listen();
        int port = server.getLocalPort();
        server.close();
        assertThat(server.isClosed()).isTrue();
        assertThat(server.isBound()).isTrue();
        assertThat(server.getLocalPort()).isEqualTo(port);
        assertThat(server.getInetAddress()).isEqualTo(world().serverAddress());
    }

    @Test
    default void portInUseCannotBeListenedOn() throws Exception {
        try (var server = world().listen()) {
            fails(() -> world().servers().createServerSocket(server.getLocalPort(), 1, world().serverAddress()),
                    BindException.class, "Address already in use");
        }
    }

    @Test
    default void wildcardConflictsWithSpecificAddress() throws Exception {
        try (var server = world().listen()) {
            fails(() -> world().servers().createServerSocket(server.getLocalPort()),
                    BindException.class, "Address already in use");
        }
    }

    @Test
    default void foreignAddressCannotBeListenedOn() throws Exception {
        fails(() -> world().servers().createServerSocket(0, 1, InetAddress.ofLiteral("203.0.113.5")),
                BindException.class, "Cannot assign requested address");
    }

    @Test
    default void bindOfServerSocketIsOnceAndOpenOnly() throws Exception {
        var server = world().listen();
        fails(() -> server.bind(null), SocketException.class, "Already bound");
        server.close();
        fails(() -> server.bind(null), SocketException.class, "Socket is closed");
    }

    @Test
    default void serverMayBindAgainWhileItsConnectionsLinger() throws Exception {
        int port;
        try (var server = world().listen();
                var client = world().connect(server);
                var accepted = server.accept()) {
            port = server.getLocalPort();
            accepted.close(); // the server's side closes first and goes to TIME-WAIT
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        try (var again = world().servers().createServerSocket(port, 1, world().serverAddress())) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    default void acceptTimesOutAndServerStaysUsable() throws Exception {
        try (var server = world().listen()) {
            server.setSoTimeout(SHORT_MILLIS);
            fails(server::accept, SocketTimeoutException.class, "Accept timed out");
            assertThat(server.isClosed()).isFalse();
            try (var client = world().connect(server); var accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }

    @Test
    default void acceptTimesOutOnVirtualThreadToo() throws Exception {
        try (var server = world().listen()) {
            server.setSoTimeout(SHORT_MILLIS);
            fails(Task.virtual(server::accept)::result, SocketTimeoutException.class, "Accept timed out");
        }
    }

    @Test
    default void acceptTimesOutWhileAnotherThreadAccepts() throws Exception {
        try (var server = world().listen()) {
            var first = Task.platform(server::accept).blocked();
            server.setSoTimeout(SHORT_MILLIS);
            fails(server::accept, SocketTimeoutException.class, "Accept timed out");
            try (var client = world().connect(server); var accepted = first.result()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }

    @Test
    default void acceptWaitsForConnection() throws Exception {
        try (var server = world().listen()) {
            var accept = Task.platform(server::accept).blocked();
            try (var client = world().connect(server); var accepted = accept.result()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }

    @Test
    default void severalThreadsAccept() throws Exception {
        try (var server = world().listen()) {
            var one = Task.virtual(server::accept).blocked();
            var other = Task.virtual(server::accept).blocked();
            try (var first = world().connect(server); var second = world().connect(server)) {
                assertThat(new int[] {one.result().getPort(), other.result().getPort()})
                        .containsExactlyInAnyOrder(first.getLocalPort(), second.getLocalPort());
            }
        }
    }

    @Test
    default void connectionsAreAcceptedInOrder() throws Exception {
        try (var server = world().listen();
                var first = world().connect(server);
                var second = world().connect(server);
                var third = world().connect(server)) {
            for (Socket client : new Socket[] {first, second, third}) {
                try (var accepted = server.accept()) {
                    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                }
            }
        }
    }

    @Test
    default void closeEndsAccept() throws Exception {
        var server = world().listen();
        var accept = Task.platform(server::accept).blocked();
        server.close();
        fails(accept::result, SocketException.class, "Socket closed");
        fails(server::accept, SocketException.class, "Socket is closed");
    }

    @Test
    default void closeEndsAcceptOfVirtualThread() throws Exception {
        var server = world().listen();
        var accept = Task.virtual(server::accept).blocked();
        server.close();
        fails(accept::result, SocketException.class, "Socket closed");
    }

    @Test
    default void closeEndsTimedAccept() throws Exception {
        var server = world().listen();
        server.setSoTimeout(60_000);
        var accept = Task.platform(server::accept).blocked();
        server.close();
        fails(accept::result, SocketException.class, "Socket closed");
    }

    @Test
    default void interruptOfVirtualThreadClosesAcceptingServer() throws Exception {
        var server = world().listen();
        var accept = Task.virtual(server::accept).blocked().interrupt();
        fails(accept::result, SocketException.class, "Closed by interrupt");
        assertThat(accept.wasInterrupted()).isTrue();
        assertThat(server.isClosed()).isTrue();
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-2")
    default void interruptOfPlatformThreadDoesNotEndAccept() throws Exception {
        try (var server = world().listen()) {
            var accept = Task.platform(server::accept).blocked().interrupt();
            accept.blocked();
            try (var client = world().connect(server); var accepted = accept.result()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
            assertThat(accept.wasInterrupted()).isTrue();
        }
    }

    @Test
    default void dataSentBeforeAcceptIsThere() throws Exception {
        try (var server = world().listen(); var client = world().connect(server)) {
            client.getOutputStream().write(new byte[] {1, 2, 3});
            client.shutdownOutput();
            try (var accepted = server.accept()) {
                assertThat(accepted.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    default void connectionClosedBeforeAcceptIsStillAccepted() throws Exception {
        try (var server = world().listen()) {
            var client = world().connect(server);
            client.getOutputStream().write(9);
            client.close();
            try (var accepted = server.accept()) {
                assertThat(accepted.getInputStream().readAllBytes()).containsExactly(9);
            }
        }
    }

    @Test
    default void connectionResetBeforeAcceptIsAcceptedAndThenReset() throws Exception {
        try (var server = world().listen()) {
            var client = world().connect(server);
            client.setSoLinger(true, 0);
            client.close();
            try (var accepted = server.accept()) {
                fails(() -> accepted.getInputStream().read(), SocketException.class, "Connection reset");
            }
        }
    }

    @Test
    default void closeOfServerResetsWhatNobodyAccepted() throws Exception {
        var server = world().listen();
        try (var client = world().connect(server)) {
            server.close();
            fails(() -> client.getInputStream().read(), SocketException.class, "Connection reset");
        }
    }

    @Test
    default void closeOfServerLeavesAcceptedConnections() throws Exception {
        try (var pair = world().pair()) { // its server is closed
            pair.client().getOutputStream().write(5);
            assertThat(pair.server().getInputStream().read()).isEqualTo(5);
        }
    }

    @Test
    default void closedServerRefuses() throws Exception {
        var server = world().listen();
        server.close();
        fails(() -> world().connect(server), java.net.ConnectException.class, "Connection refused");
    }

    @Test
    default void wildcardServerAcceptsBothVersions() throws Exception {
        try (var server = world().servers().createServerSocket(0)) {
            assertThat(server.getInetAddress().isAnyLocalAddress()).isTrue();
            for (InetAddress address : new InetAddress[] {world().serverAddress(), world().serverIpv6Address()}) {
                try (var client = world().clients().createSocket(address, server.getLocalPort());
                        var accepted = server.accept()) {
                    assertThat(accepted.getLocalAddress()).isEqualTo(address);
                    assertThat(accepted.getInetAddress()).isEqualTo(client.getLocalAddress());
                }
            }
        }
    }

    @Test
    default void acceptedSocketInheritsBufferAndAddressReuseButNoTimeout() throws Exception {
        try (var server = world().servers().createServerSocket()) {
            server.setReceiveBufferSize(16384);
            server.setSoTimeout(20_000);
            server.bind(new InetSocketAddress(world().serverAddress(), 0));
            try (var client = world().connect(server); var accepted = server.accept()) {
                assertThat(accepted.getReceiveBufferSize()).isEqualTo(16384);
                assertThat(accepted.getReuseAddress()).isTrue();
                assertThat(accepted.getSoTimeout()).isZero();
                assertThat(client.getReuseAddress()).isFalse();
            }
        }
    }

    @Test
    default void fullBacklogKeepsNewConnectionsWaiting() throws Exception {
        try (var full = FullServer.of(world()); var late = world().clients().createSocket()) {
            assertThat(full.waiting()).isNotEmpty();
            var connect = Task.platform(() -> {
                late.connect(world().addressOf(full.server()));
                return null;
            }).blocked();
            for (int i = 0; i < full.waiting().size(); i++) {
                full.server().accept().close();
            }
            connect.result(); // by a later SYN
            try (var accepted = full.server().accept()) {
                assertThat(accepted.getPort()).isEqualTo(late.getLocalPort());
            }
        }
    }

    @Test
    default void serverSocketCloseIsIdempotent() throws Exception {
        ServerSocket server = world().listen();
        server.close();
        server.close();
        assertThat(server.isClosed()).isTrue();
    }
}
