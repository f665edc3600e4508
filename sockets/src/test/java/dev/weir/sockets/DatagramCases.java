package dev.weir.sockets;

import static dev.weir.sockets.Cases.bytes;
import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Datagram sockets. */
interface DatagramCases extends Cases {
    private DatagramSocket server() throws IOException {
        return world().serverDatagrams(new InetSocketAddress(world().serverAddress(), 0));
    }

    private DatagramSocket client() throws IOException {
        var socket = world().clientDatagrams();
        socket.bind(null);
        return socket;
    }

    private SocketAddress addressOf(DatagramSocket server) {
        return new InetSocketAddress(world().serverAddress(), server.getLocalPort());
    }

    private static DatagramPacket packet(SocketAddress to, int... bytes) {
        var content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return new DatagramPacket(content, content.length, to);
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[65536], 65536);
        socket.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Test
    default void datagramArrivesWithItsSender() throws Exception {
        try (var server = server(); var client = client()) {
            client.send(packet(addressOf(server), 1, 2, 3));
            var received = new DatagramPacket(new byte[10], 10);
            server.receive(received);
            assertThat(received.getLength()).isEqualTo(3);
            assertThat(received.getData()).startsWith(1, 2, 3);
            assertThat(received.getPort()).isEqualTo(client.getLocalPort());
            server.send(new DatagramPacket(new byte[] {9}, 1, received.getSocketAddress()));
            assertThat(receive(client)).containsExactly(9);
        }
    }

    @Test
    default void emptyDatagramArrives() throws Exception {
        try (var server = server(); var client = client()) {
            client.send(packet(addressOf(server)));
            assertThat(receive(server)).isEmpty();
        }
    }

    @Test
    default void largestDatagramArrivesAndLargerIsRefused() throws Exception {
        byte[] content = bytes(65507, 11);
        try (var server = server(); var client = client()) {
            client.send(new DatagramPacket(content, content.length, addressOf(server)));
            assertThat(receive(server)).isEqualTo(content);
            fails(() -> client.send(new DatagramPacket(new byte[65508], 65508, addressOf(server))),
                    SocketException.class, "Message too long");
        }
    }

    @Test
    default void longDatagramIsCutToThePacketsRoom() throws Exception {
        try (var server = server(); var client = client()) {
            client.send(packet(addressOf(server), 1, 2, 3, 4));
            var received = new DatagramPacket(new byte[10], 2, 2);
            server.receive(received);
            assertThat(received.getLength()).isEqualTo(2);
            assertThat(received.getOffset()).isEqualTo(2);
            assertThat(received.getData()).containsExactly(0, 0, 1, 2, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    default void packetKeepsItsRoomAfterShortDatagram() throws Exception {
        try (var server = server(); var client = client()) {
            client.send(packet(addressOf(server), 1));
            client.send(packet(addressOf(server), 1, 2, 3, 4));
            client.send(packet(addressOf(server), 1, 2, 3, 4));
            var received = new DatagramPacket(new byte[10], 10);
            server.receive(received);
            assertThat(received.getLength()).isEqualTo(1);
            server.receive(received);
            assertThat(received.getLength()).isEqualTo(4);
            received.setLength(2);
            server.receive(received);
            assertThat(received.getLength()).isEqualTo(2);
        }
    }

    @Test
    default void unboundDatagramSocketHasNoAddresses() throws Exception {
        try (var socket = world().clientDatagrams()) {
            assertThat(socket.isBound()).isFalse();
            assertThat(socket.isConnected()).isFalse();
            assertThat(socket.getLocalPort()).isZero();
            assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
            assertThat(socket.getLocalSocketAddress()).isNull();
            assertThat(socket.getPort()).isEqualTo(-1);
            assertThat(socket.getInetAddress()).isNull();
            assertThat(socket.getSoTimeout()).isZero();
            assertThat(socket.getChannel()).isNull();
        }
    }

    @Test
    default void sendBindsByItself() throws Exception {
        try (var server = server(); var client = world().clientDatagrams()) {
            client.send(packet(addressOf(server), 1));
            assertThat(client.isBound()).isTrue();
            assertThat(client.getLocalPort()).isPositive();
            receive(server);
        }
    }

    @Test
    default void datagramBindConflictsAreRefused() throws Exception {
        try (var server = server(); var client = client()) {
            fails(() -> world().serverDatagrams(addressOf(server)), BindException.class, "Address already in use");
            fails(() -> world().serverDatagrams(new InetSocketAddress("203.0.113.5", 0)),
                    BindException.class, "Cannot assign requested address");
            fails(() -> client.bind(null), SocketException.class, "Already bound");
        }
    }

    @Test
    default void receiveTimesOut() throws Exception {
        try (var server = server(); var client = client()) {
            server.setSoTimeout(SHORT_MILLIS);
            fails(() -> receive(server), SocketTimeoutException.class, "Receive timed out");
            client.send(packet(addressOf(server), 5));
            server.setSoTimeout(20_000);
            assertThat(receive(server)).containsExactly(5);
            fails(() -> server.setSoTimeout(-1), IllegalArgumentException.class, "timeout < 0");
        }
    }

    @Test
    default void timeoutCanBeSetDuringReceive() throws Exception {
        try (var server = server(); var client = client()) {
            var receive = Task.platform(() -> receive(server)).blocked();
            server.setSoTimeout(5);
            assertThat(server.getSoTimeout()).isEqualTo(5);
            receive.blocked();
            client.send(packet(addressOf(server), 5));
            assertThat(receive.result()).containsExactly(5);
        }
    }

    @Test
    default void closeEndsReceive() throws Exception {
        var server = server();
        var receive = Task.platform(() -> receive(server)).blocked();
        server.close();
        fails(receive::result, SocketException.class, "Socket closed");
    }

    @Test
    default void interruptOfVirtualThreadClosesReceivingSocket() throws Exception {
        var server = server();
        var receive = Task.virtual(() -> receive(server)).blocked().interrupt();
        fails(receive::result, SocketException.class, "Closed by interrupt");
        assertThat(receive.wasInterrupted()).isTrue();
        assertThat(server.isClosed()).isTrue();
    }

    @Test
    default void closedDatagramSocketAnswersNothing() throws Exception {
        var socket = client();
        socket.close();
        socket.close();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.getLocalPort()).isEqualTo(-1);
        assertThat(socket.getLocalAddress()).isNull();
        assertThat(socket.getLocalSocketAddress()).isNull();
        fails(() -> receive(socket), SocketException.class, "Socket closed");
        fails(() -> socket.send(packet(new InetSocketAddress(world().serverAddress(), 9), 1)),
                SocketException.class, "Socket closed");
        fails(() -> socket.bind(null), SocketException.class, "Socket is closed");
        fails(() -> socket.setSoTimeout(1), SocketException.class, "Socket is closed");
        fails(socket::getSoTimeout, SocketException.class, "Socket is closed");
    }

    @Test
    default void badDestinationsAreRefused() throws Exception {
        try (var client = client()) {
            fails(() -> client.send(new DatagramPacket(new byte[1], 1)),
                    IllegalArgumentException.class, "Address not set");
            fails(() -> client.send(packet(new InetSocketAddress(world().serverAddress(), 0), 1)),
                    SocketException.class, "Can't send to port 0");
            assertThatThrownBy(() -> client.connect(world().serverAddress(), 0))
                    .hasRootCauseExactlyInstanceOf(SocketException.class)
                    .hasRootCauseMessage("Can't connect to port 0");
        }
    }

    @Test
    default void connectedDatagramSocketHasOnePeer() throws Exception {
        try (var server = server(); var other = server(); var client = client()) {
            client.connect(addressOf(server));
            assertThat(client.isConnected()).isTrue();
            assertThat(client.getRemoteSocketAddress()).isEqualTo(addressOf(server));
            assertThat(client.getPort()).isEqualTo(server.getLocalPort());
            assertThat(client.getLocalAddress().isAnyLocalAddress()).isFalse();
            fails(() -> client.send(packet(addressOf(other), 1)),
                    IllegalArgumentException.class, "Connected and packet address differ");
            client.send(new DatagramPacket(new byte[] {4}, 1));
            assertThat(receive(server)).containsExactly(4);
            var target = new InetSocketAddress(client.getLocalAddress(), client.getLocalPort());
            other.send(packet(target, 6)); // not heard
            server.send(packet(target, 7));
            assertThat(receive(client)).containsExactly(7);
            client.disconnect();
            assertThat(client.isConnected()).isFalse();
            assertThat(client.getRemoteSocketAddress()).isNull();
            other.send(packet(target, 8));
            assertThat(receive(client)).containsExactly(8);
        }
    }

    @Test
    default void connectThrowsAwayWhatOthersSentBefore() throws Exception {
        try (var server = server(); var other = client(); var peer = client(); var third = server()) {
            other.send(packet(addressOf(server), 1));
            other.send(packet(addressOf(third), 1));
            receive(third); // so what was sent before has arrived too
            peer.send(packet(addressOf(third), 1));
            var known = new DatagramPacket(new byte[1], 1);
            third.receive(known);
            server.connect(known.getSocketAddress());
            peer.send(packet(addressOf(server), 2));
            assertThat(receive(server)).containsExactly(2);
        }
    }

    @Test
    default void closedPortIsReportedToConnectedSocket() throws Exception {
        int port;
        try (var closed = server()) {
            port = closed.getLocalPort();
        }
        try (var client = client()) {
            client.connect(world().serverAddress(), port);
            client.setSoTimeout(20_000);
            client.send(new DatagramPacket(new byte[1], 1));
            fails(() -> receive(client), PortUnreachableException.class, null);
            client.setSoTimeout(SHORT_MILLIS);
            fails(() -> receive(client), SocketTimeoutException.class, "Receive timed out"); // once
            client.send(new DatagramPacket(new byte[1], 1));
            fails(() -> sendUntilItFails(client), PortUnreachableException.class, null);
        }
    }

    private static void sendUntilItFails(DatagramSocket socket) throws IOException {
        while (true) {
            socket.send(new DatagramPacket(new byte[1], 1));
            Thread.onSpinWait();
        }
    }

    @Test
    default void closedPortIsNotReportedToUnconnectedSocket() throws Exception {
        int port;
        try (var closed = server()) {
            port = closed.getLocalPort();
        }
        try (var client = client()) {
            client.send(packet(new InetSocketAddress(world().serverAddress(), port), 1));
            client.setSoTimeout(SHORT_MILLIS);
            fails(() -> receive(client), SocketTimeoutException.class, "Receive timed out");
        }
    }

    @Test
    default void ipv6DatagramArrives() throws Exception {
        InetAddress address = world().serverIpv6Address();
        try (var server = world().serverDatagrams(new InetSocketAddress(address, 0)); var client = client()) {
            client.send(packet(new InetSocketAddress(address, server.getLocalPort()), 6));
            assertThat(receive(server)).containsExactly(6);
        }
    }

    @Test
    default void trafficClassOfDatagramSocketIsKept() throws Exception {
        try (var client = client()) {
            assertThat(client.getTrafficClass()).isZero();
            client.setTrafficClass(0x20);
            assertThat(client.getTrafficClass()).isEqualTo(0x20);
            fails(() -> client.setTrafficClass(256), IllegalArgumentException.class, "Invalid IP_TOS value");
        }
    }
}
