package dev.weir.sockets;

import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Before a connection, and on the way to it. */
interface ConnectCases extends Cases {
    @Test
    default void newSocketHasNoAddresses() throws Exception {
        try (var socket = world().clients().createSocket()) {
            assertThat(socket.isBound()).isFalse();
            assertThat(socket.isConnected()).isFalse();
            assertThat(socket.isClosed()).isFalse();
            assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
            assertThat(socket.getLocalSocketAddress()).isNull();
            assertThat(socket.getLocalPort()).isEqualTo(-1);
            assertThat(socket.getPort()).isZero();
            assertThat(socket.getInetAddress()).isNull();
            assertThat(socket.getRemoteSocketAddress()).isNull();
            assertThat(socket.getChannel()).isNull();
            assertThat(socket).hasToString("Socket[unconnected]");
        }
    }

    @Test
    default void connectedSocketsAgreeOnTheirAddresses() throws Exception {
        try (var server = world().listen();
                var client = world().connect(server);
                var accepted = server.accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(client.isBound()).isTrue();
            assertThat(client.getInetAddress()).isEqualTo(world().serverAddress());
            assertThat(client.getPort()).isEqualTo(server.getLocalPort());
            assertThat(client.getRemoteSocketAddress()).isEqualTo(world().addressOf(server));
            assertThat(client.getLocalSocketAddress()).isEqualTo(accepted.getRemoteSocketAddress());
            assertThat(accepted.getLocalSocketAddress()).isEqualTo(client.getRemoteSocketAddress());
            assertThat(accepted.isConnected()).isTrue();
            assertThat(accepted.isBound()).isTrue();
            assertThat(client).hasToString("Socket[addr=" + client.getInetAddress() + ",port=" + client.getPort()
                    + ",localport=" + client.getLocalPort() + "]");
        }
    }

    @Test
    default void closedSocketRemembersWhereItWasConnected() throws Exception {
        try (var pair = world().pair()) {
            var client = pair.client();
            int port = client.getPort();
            int localPort = client.getLocalPort();
            client.close();
            assertThat(client.isConnected()).isTrue();
            assertThat(client.isBound()).isTrue();
            assertThat(client.getPort()).isEqualTo(port);
            assertThat(client.getLocalPort()).isEqualTo(localPort);
            assertThat(client.getLocalAddress().isAnyLocalAddress()).isTrue();
        }
    }

    @Test
    default void connectIsRefusedWhereNobodyListens() throws Exception {
        var socket = world().clients().createSocket();
        int port = world().closedPort();
        fails(() -> socket.connect(new InetSocketAddress(world().serverAddress(), port)),
                ConnectException.class, "Connection refused");
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    default void connectWithTimeoutIsRefusedWhereNobodyListens() throws Exception {
        var socket = world().clients().createSocket();
        int port = world().closedPort();
        fails(() -> socket.connect(new InetSocketAddress(world().serverAddress(), port), 20_000),
                ConnectException.class, "Connection refused");
    }

    @Test
    default void connectToPortZeroIsRefused() throws Exception {
        var socket = world().clients().createSocket();
        fails(() -> socket.connect(new InetSocketAddress(world().serverAddress(), 0)),
                ConnectException.class, "Connection refused");
    }

    @Test
    default void connectTimesOutWhileTheServerDoesNotAnswer() throws Exception {
        try (var full = FullServer.of(world()); var socket = world().clients().createSocket()) {
            fails(() -> socket.connect(world().addressOf(full.server()), SHORT_MILLIS),
                    SocketTimeoutException.class, "Connect timed out");
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    default void connectTimesOutOnVirtualThreadToo() throws Exception {
        try (var full = FullServer.of(world()); var socket = world().clients().createSocket()) {
            var connect = Task.virtual(() -> {
                socket.connect(world().addressOf(full.server()), SHORT_MILLIS);
                return null;
            });
            fails(connect::result, SocketTimeoutException.class, "Connect timed out");
        }
    }

    @Test
    default void closeEndsConnect() throws Exception {
        try (var full = FullServer.of(world())) {
            var socket = world().clients().createSocket();
            var connect = connecting(socket, full, false).blocked();
            socket.close();
            fails(connect::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void closeEndsConnectOfVirtualThread() throws Exception {
        try (var full = FullServer.of(world())) {
            var socket = world().clients().createSocket();
            var connect = connecting(socket, full, true).blocked();
            socket.close();
            fails(connect::result, SocketException.class, "Socket closed");
        }
    }

    @Test
    default void interruptOfVirtualThreadEndsConnect() throws Exception {
        try (var full = FullServer.of(world())) {
            var socket = world().clients().createSocket();
            var connect = connecting(socket, full, true).blocked().interrupt();
            fails(connect::result, SocketException.class, "Closed by interrupt");
            assertThat(connect.wasInterrupted()).isTrue();
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    default void interruptOfPlatformThreadDoesNotEndConnect() throws Exception {
        try (var full = FullServer.of(world())) {
            var socket = world().clients().createSocket();
            var connect = connecting(socket, full, false).blocked().interrupt();
            connect.blocked();
            socket.close();
            fails(connect::result, SocketException.class, "Socket closed");
            assertThat(connect.wasInterrupted()).isTrue();
        }
    }

    private Task<Void> connecting(Socket socket, FullServer full, boolean virtual) {
        Callable<Void> connect = () -> {
            socket.connect(world().addressOf(full.server()));
            return null;
        };
        return virtual ? Task.virtual(connect) : Task.platform(connect);
    }

    @Test
    default void connectTwiceFails() throws Exception {
        try (var server = world().listen(); var client = world().connect(server)) {
            fails(() -> client.connect(world().addressOf(server)), SocketException.class, "Already connected");
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    default void connectOfClosedSocketFails() throws Exception {
        var socket = world().clients().createSocket();
        socket.close();
        fails(() -> socket.connect(new InetSocketAddress(world().serverAddress(), 1)),
                SocketException.class, "Socket is closed");
    }

    @Test
    default void connectChecksItsArguments() throws Exception {
        try (var socket = world().clients().createSocket()) {
            fails(() -> socket.connect(null), IllegalArgumentException.class, "connect: The address can't be null");
            fails(() -> socket.connect(new InetSocketAddress(world().serverAddress(), 1), -1),
                    IllegalArgumentException.class, "connect: timeout can't be negative");
        }
    }

    @Test
    default void unresolvedAddressIsUnknownHost() throws Exception {
        var socket = world().clients().createSocket();
        fails(() -> socket.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)),
                UnknownHostException.class, "nowhere.invalid");
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    default void multicastIsUnreachable() throws Exception {
        fails(() -> world().clients().createSocket(InetAddress.ofLiteral("224.0.0.1"), 9),
                SocketException.class, "Network is unreachable");
    }

    @Test
    default void broadcastIsUnreachable() throws Exception {
        fails(() -> world().clients().createSocket(InetAddress.ofLiteral("255.255.255.255"), 9),
                SocketException.class, "Network is unreachable");
    }

    @Test
    default void wildcardAsDestinationMeansThisHost() throws Exception {
        try (var server = world().servers().createServerSocket(0);
                var socket = world().clientsBesideServer()
                        .createSocket(InetAddress.ofLiteral("0.0.0.0"), server.getLocalPort());
                var accepted = server.accept()) {
            assertThat(socket.getInetAddress().isAnyLocalAddress()).isFalse();
            assertThat(socket.getPort()).isEqualTo(server.getLocalPort());
            assertThat(accepted.getPort()).isEqualTo(socket.getLocalPort());
        }
    }

    @Test
    default void ipv6Connects() throws Exception {
        try (var server = world().servers().createServerSocket(0, 50, world().serverIpv6Address());
                var client = world().clients().createSocket(world().serverIpv6Address(), server.getLocalPort());
                var accepted = server.accept()) {
            assertThat(client.getInetAddress()).isEqualTo(world().serverIpv6Address());
            assertThat(accepted.getLocalAddress()).isEqualTo(world().serverIpv6Address());
            client.getOutputStream().write(6);
            assertThat(accepted.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    default void bindGivesPortBeforeConnecting() throws Exception {
        try (var server = world().listen(); var client = world().clients().createSocket()) {
            client.bind(null);
            int port = client.getLocalPort();
            assertThat(port).isPositive();
            assertThat(client.isBound()).isTrue();
            assertThat(client.isConnected()).isFalse();
            assertThat(client.getLocalAddress().isAnyLocalAddress()).isTrue();
            client.connect(world().addressOf(server));
            assertThat(client.getLocalPort()).isEqualTo(port);
            assertThat(client.getLocalAddress().isAnyLocalAddress()).isFalse();
            try (var accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(port);
            }
        }
    }

    @Test
    default void bindTwiceFails() throws Exception {
        try (var client = world().clients().createSocket()) {
            client.bind(null);
            fails(() -> client.bind(null), SocketException.class, "Already bound");
        }
    }

    @Test
    default void bindAfterConnectFails() throws Exception {
        try (var pair = world().pair()) {
            fails(() -> pair.client().bind(null), SocketException.class, "Already bound");
        }
    }

    @Test
    default void bindOfClosedSocketFails() throws Exception {
        var client = world().clients().createSocket();
        client.close();
        fails(() -> client.bind(null), SocketException.class, "Socket is closed");
    }

    @Test
    default void bindToForeignAddressFails() throws Exception {
        try (var client = world().clients().createSocket()) {
            fails(() -> client.bind(new InetSocketAddress("203.0.113.5", 0)),
                    BindException.class, "Cannot assign requested address");
        }
    }

    @Test
    default void bindToPortOfListenerFails() throws Exception {
        try (var server = world().listen(); var socket = world().clientsBesideServer().createSocket()) {
            fails(() -> socket.bind(world().addressOf(server)), BindException.class, "Address already in use");
        }
    }

    @Test
    default void bindToUnresolvedAddressFails() throws Exception {
        try (var client = world().clients().createSocket()) {
            fails(() -> client.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 1)),
                    SocketException.class, "Unresolved address");
        }
    }

    @Test
    default void portOfBoundSocketIsFreeAfterItsClose() throws Exception {
        int port;
        try (var client = world().clients().createSocket()) {
            client.bind(null);
            port = client.getLocalPort();
        }
        try (var again = world().clients().createSocket()) {
            again.bind(new InetSocketAddress(port));
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    default void hundredConnectionsAtOnce() throws Exception {
        var clients = new Socket[100];
        try (var server = world().listen(100)) {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = world().connect(server);
                clients[i].getOutputStream().write(i);
            }
            for (int i = 0; i < clients.length; i++) {
                try (var accepted = server.accept()) {
                    assertThat(accepted.getInputStream().read()).isEqualTo(i);
                    accepted.getOutputStream().write(i + 1);
                }
            }
            for (int i = 0; i < clients.length; i++) {
                assertThat(clients[i].getInputStream().readAllBytes()).containsExactly(i + 1);
                clients[i].close();
            }
        }
    }
}
