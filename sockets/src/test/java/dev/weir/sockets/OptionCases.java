package dev.weir.sockets;

import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

/** Options and urgent data. */
interface OptionCases extends Cases {
    @Test
    default void newSocketHasTheUsualOptions() throws Exception {
        try (var socket = world().clients().createSocket()) {
            assertThat(socket.getTcpNoDelay()).isFalse();
            assertThat(socket.getKeepAlive()).isFalse();
            assertThat(socket.getOOBInline()).isFalse();
            assertThat(socket.getReuseAddress()).isFalse();
            assertThat(socket.getSoLinger()).isEqualTo(-1);
            assertThat(socket.getSoTimeout()).isZero();
            assertThat(socket.getTrafficClass()).isZero();
            assertThat(socket.getSendBufferSize()).isPositive();
            assertThat(socket.getReceiveBufferSize()).isPositive();
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(7200);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(75);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(9);
        }
    }

    @Test
    default void newServerSocketHasTheUsualOptions() throws Exception {
        try (var server = world().servers().createServerSocket()) {
            assertThat(server.getReuseAddress()).isTrue();
            assertThat(server.getSoTimeout()).isZero();
            assertThat(server.getReceiveBufferSize()).isPositive();
        }
    }

    @Test
    @Rfc({"9293#3.9.2", "MUST-48"})
    default void optionsKeepTheirValuesBeforeAndAfterConnecting() throws Exception {
        try (var socket = world().clients().createSocket(); var pair = world().pair()) {
            for (Socket each : new Socket[] {socket, pair.client(), pair.server()}) {
                each.setTcpNoDelay(true);
                each.setKeepAlive(true);
                each.setOOBInline(true);
                each.setReuseAddress(true);
                each.setSoLinger(true, 5);
                each.setSoTimeout(1234);
                each.setTrafficClass(0x10);
                each.setSendBufferSize(20_000);
                each.setReceiveBufferSize(30_000);
                assertThat(each.getTcpNoDelay()).isTrue();
                assertThat(each.getKeepAlive()).isTrue();
                assertThat(each.getOOBInline()).isTrue();
                assertThat(each.getReuseAddress()).isTrue();
                assertThat(each.getSoLinger()).isEqualTo(5);
                assertThat(each.getSoTimeout()).isEqualTo(1234);
                assertThat(each.getTrafficClass()).isEqualTo(0x10);
                assertThat(each.getSendBufferSize()).isEqualTo(20_000);
                assertThat(each.getReceiveBufferSize()).isEqualTo(30_000);
                each.setSoLinger(false, 0);
                each.setTcpNoDelay(false);
                assertThat(each.getSoLinger()).isEqualTo(-1);
                assertThat(each.getTcpNoDelay()).isFalse();
            }
        }
    }

    @Test
    default void namedOptionsKeepTheirValues() throws Exception {
        var values = Map.<SocketOption<?>, Object>of(
                StandardSocketOptions.SO_KEEPALIVE, true, StandardSocketOptions.SO_REUSEADDR, true,
                StandardSocketOptions.TCP_NODELAY, true, StandardSocketOptions.SO_LINGER, 7,
                StandardSocketOptions.SO_SNDBUF, 20_000, StandardSocketOptions.SO_RCVBUF, 30_000,
                StandardSocketOptions.IP_TOS, 0x20, ExtendedSocketOptions.TCP_KEEPIDLE, 100,
                ExtendedSocketOptions.TCP_KEEPINTERVAL, 10, ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        try (var pair = world().pair()) {
            assertThat(pair.client().supportedOptions()).containsAll(values.keySet());
            for (var value : values.entrySet()) {
                set(pair.client(), value.getKey(), value.getValue());
                assertThat((Object) pair.client().getOption(value.getKey())).isEqualTo(value.getValue());
            }
        }
    }

    @Test
    default void quickAcknowledgmentsAreARequestThatEveryConnectionTakes() throws Exception {
        try (var pair = world().pair()) {
            assertThat(pair.client().supportedOptions()).contains(ExtendedSocketOptions.TCP_QUICKACK);
            pair.client().setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
            assertThat(pair.client().getOption(ExtendedSocketOptions.TCP_QUICKACK)).isFalse();
            pair.client().setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            assertThat(pair.client().getOption(ExtendedSocketOptions.TCP_QUICKACK)).isTrue();
        }
    }

    @Test
    default void serversThatAllShareAPortShareIt() throws Exception {
        try (var one = world().servers().createServerSocket();
                var two = world().servers().createServerSocket();
                var selfish = world().servers().createServerSocket()) {
            one.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            two.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            assertThat(two.getOption(StandardSocketOptions.SO_REUSEPORT)).isTrue();
            one.bind(new InetSocketAddress(world().serverAddress(), 0));
            two.bind(new InetSocketAddress(world().serverAddress(), one.getLocalPort()));
            fails(() -> selfish.bind(new InetSocketAddress(world().serverAddress(), one.getLocalPort())),
                    BindException.class, "Address already in use");
            one.close(); // now every connection is the other's
            try (var client = world().connect(two); var accepted = two.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(Socket socket, SocketOption<T> option, Object value) throws IOException {
        socket.setOption(option, (T) value);
    }

    @Test
    default void serverOptionsKeepTheirValues() throws Exception {
        try (var server = world().servers().createServerSocket()) {
            server.setReuseAddress(false);
            server.setReceiveBufferSize(30_000);
            server.setSoTimeout(77);
            server.setOption(StandardSocketOptions.IP_TOS, 0x20);
            assertThat(server.getReuseAddress()).isFalse();
            assertThat(server.getReceiveBufferSize()).isEqualTo(30_000);
            assertThat(server.getSoTimeout()).isEqualTo(77);
            assertThat(server.getOption(StandardSocketOptions.IP_TOS)).isEqualTo(0x20);
            assertThat(server.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF,
                    StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.IP_TOS,
                    ExtendedSocketOptions.TCP_KEEPIDLE);
            fails(() -> server.setOption(StandardSocketOptions.TCP_NODELAY, true),
                    UnsupportedOperationException.class, "'TCP_NODELAY' not supported");
        }
    }

    @Test
    default void acceptedSocketInheritsKeepAliveTimesAndTrafficClass() throws Exception {
        try (var server = world().servers().createServerSocket()) {
            server.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 100);
            server.bind(new InetSocketAddress(world().serverAddress(), 0));
            server.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4); // while it listens
            try (var client = world().connect(server); var accepted = server.accept()) {
                assertThat(accepted.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(100);
                assertThat(accepted.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(4);
                assertThat(client.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(7200);
            }
        }
    }

    @Test
    default void datagramOptionsAreNotSupported() throws Exception {
        try (var socket = world().clients().createSocket()) {
            assertThat(socket.supportedOptions()).doesNotContain(StandardSocketOptions.IP_MULTICAST_TTL);
            fails(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1),
                    UnsupportedOperationException.class, "'IP_MULTICAST_TTL' not supported");
            fails(() -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL),
                    UnsupportedOperationException.class, "'IP_MULTICAST_TTL' not supported");
        }
    }

    @Test
    default void badValuesAreRefused() throws Exception {
        try (var socket = world().clients().createSocket()) {
            fails(() -> socket.setSoTimeout(-1), IllegalArgumentException.class, "timeout can't be negative");
            fails(() -> socket.setTrafficClass(256), IllegalArgumentException.class, "tc is not in range 0 -- 255");
            fails(() -> socket.setSoLinger(true, -1), IllegalArgumentException.class, "invalid value for SO_LINGER");
            fails(() -> socket.setSendBufferSize(0), IllegalArgumentException.class, "negative send size");
            fails(() -> socket.setReceiveBufferSize(0), IllegalArgumentException.class, "invalid receive size");
            fails(() -> socket.setOption(StandardSocketOptions.SO_LINGER, null),
                    IllegalArgumentException.class, "Invalid value 'null'");
            fails(() -> socket.setOption(StandardSocketOptions.SO_SNDBUF, -1),
                    IllegalArgumentException.class, "Invalid send/receive buffer size");
            fails(() -> socket.setOption(StandardSocketOptions.IP_TOS, 256),
                    IllegalArgumentException.class, "Invalid IP_TOS value");
            fails(() -> socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 0),
                    SocketException.class, "Invalid argument");
            fails(() -> socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 32768),
                    SocketException.class, "Invalid argument");
            fails(() -> socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 128),
                    SocketException.class, "Invalid argument");
            fails(() -> socket.setOption(null, 1), NullPointerException.class, null);
        }
    }

    @Test
    default void lingerIsCutToItsRange() throws Exception {
        try (var socket = world().clients().createSocket()) {
            socket.setSoLinger(true, 70_000);
            assertThat(socket.getSoLinger()).isEqualTo(65535);
            socket.setOption(StandardSocketOptions.SO_LINGER, -3);
            assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
            assertThat(socket.getSoLinger()).isEqualTo(-1);
        }
    }

    @Test
    default void trafficClassLeavesEcnToTcp() throws Exception {
        try (var pair = world().pair()) {
            pair.client().setTrafficClass(0x1f);
            assertThat(pair.client().getTrafficClass()).isEqualTo(0x1c);
        }
    }

    @Test
    default void optionsOfResetConnectionCanStillBeSet() throws Exception {
        try (var pair = world().pair()) {
            pair.resetByServer();
            fails(() -> pair.client().getInputStream().read(), SocketException.class, "Connection reset");
            pair.client().setKeepAlive(true);
            assertThat(pair.client().getKeepAlive()).isTrue();
        }
    }

    @Test
    default void tinyBuffersStillCarryEverything() throws Exception {
        byte[] content = Cases.bytes(100_000, 8);
        try (var server = world().servers().createServerSocket(); var client = world().clients().createSocket()) {
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(world().serverAddress(), 0));
            client.setSendBufferSize(4096);
            client.connect(world().addressOf(server));
            try (var accepted = server.accept()) {
                var read = Task.virtual(() -> accepted.getInputStream().readAllBytes());
                client.getOutputStream().write(content);
                client.close();
                assertThat(read.result()).isEqualTo(content);
            }
        }
    }

    @Test
    default void urgentByteIsTakenOutOfTheStream() throws Exception {
        try (var pair = world().pair()) {
            pair.client().getOutputStream().write(1);
            pair.client().sendUrgentData(2);
            pair.client().getOutputStream().write(3);
            pair.client().shutdownOutput();
            assertThat(pair.server().getInputStream().readAllBytes()).containsExactly(1, 3);
        }
    }

    @Test
    @Rfc({"9293#3.8.5", "MUST-30"})
    default void urgentByteStaysInTheStreamWhenInline() throws Exception {
        try (var pair = world().pair()) {
            pair.server().setOOBInline(true);
            pair.client().getOutputStream().write(1);
            pair.client().sendUrgentData(0x102); // its low byte
            pair.client().getOutputStream().write(3);
            pair.client().shutdownOutput();
            assertThat(pair.server().getInputStream().readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    default void urgentDataNeedsConnection() throws Exception {
        try (var socket = world().clients().createSocket(); var pair = world().pair()) {
            fails(() -> socket.sendUrgentData(1), SocketException.class, "Not connected");
            pair.client().shutdownOutput();
            fails(() -> pair.client().sendUrgentData(1), IOException.class, "Broken pipe");
        }
    }
}
