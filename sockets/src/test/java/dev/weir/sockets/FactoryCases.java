package dev.weir.sockets;

import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** The factories, each overload. */
interface FactoryCases extends Cases {
    @Test
    default void socketFactoryConnectsByNameAndByAddress() throws Exception {
        var factory = world().clients();
        String literal = world().serverAddress().getHostAddress();
        try (var server = world().listen();
                var byName = factory.createSocket(literal, server.getLocalPort());
                var first = server.accept();
                var byAddress = factory.createSocket(world().serverAddress(), server.getLocalPort());
                var second = server.accept()) {
            assertThat(first.getPort()).isEqualTo(byName.getLocalPort());
            assertThat(second.getPort()).isEqualTo(byAddress.getLocalPort());
        }
    }

    @Test
    default void socketFactoryBindsBeforeConnecting() throws Exception {
        var factory = world().clients();
        String literal = world().serverAddress().getHostAddress();
        InetAddress local;
        int port;
        try (var server = world().listen(); var probe = world().connect(server)) {
            local = probe.getLocalAddress();
            port = world().closedPort();
        }
        try (var server = world().listen();
                var byName = factory.createSocket(literal, server.getLocalPort(), local, port);
                var byAddress = factory.createSocket(world().serverAddress(), server.getLocalPort(), null, 0)) {
            assertThat(byName.getLocalPort()).isEqualTo(port);
            assertThat(byName.getLocalAddress()).isEqualTo(local);
            assertThat(byAddress.getLocalAddress()).isEqualTo(local);
        }
    }

    @Test
    default void socketFactoryWithoutHostMeansLoopback() throws Exception {
        try (var server = world().servers().createServerSocket(0);
                var socket = world().clientsBesideServer().createSocket((String) null, server.getLocalPort());
                var accepted = server.accept()) {
            assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
            assertThat(accepted.getInetAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    default void socketFactoryPassesFailuresOn() throws Exception {
        int port = world().closedPort();
        fails(() -> world().clients().createSocket(world().serverAddress(), port),
                ConnectException.class, "Connection refused");
        assertThatThrownBy(() -> world().clients().createSocket((InetAddress) null, 1))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> world().clients().createSocket(world().serverAddress(), 65536))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void serverSocketFactoryOverloadsListen() throws Exception {
        var factory = world().servers();
        try (var unbound = factory.createServerSocket();
                var plain = factory.createServerSocket(0);
                var withBacklog = factory.createServerSocket(0, 0);
                var withAddress = factory.createServerSocket(0, 3, world().serverAddress())) {
            assertThat(unbound.isBound()).isFalse();
            assertThat(plain.getInetAddress().isAnyLocalAddress()).isTrue();
            assertThat(withBacklog.getLocalPort()).isPositive();
            assertThat(withAddress.getInetAddress()).isEqualTo(world().serverAddress());
            for (var server : new java.net.ServerSocket[] {plain, withBacklog, withAddress}) {
                try (var client = world().connect(server); var accepted = server.accept()) {
                    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                }
            }
        }
    }

    @Test
    default void serverSocketFactoryChecksPort() {
        assertThatThrownBy(() -> world().servers().createServerSocket(65536))
                .isExactlyInstanceOf(IllegalArgumentException.class).hasMessage("Port value out of range: 65536");
        assertThatThrownBy(() -> world().servers().createServerSocket(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class).hasMessage("Port value out of range: -1");
    }
}
