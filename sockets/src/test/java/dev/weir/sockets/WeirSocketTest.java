package dev.weir.sockets;

import static dev.weir.sockets.Cases.bytes;
import static dev.weir.sockets.Cases.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.FastOpenStep;
import dev.weir.core.event.State;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.tcp.Admission;
import dev.weir.io.EventLoop;
import dev.weir.wire.IpAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What our sockets can do beyond the JDK's, and what only they can meet. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WeirSocketTest {
    private static final StackConfig CLIENT = StackConfig.linux().withAddresses("10.0.0.1/24");
    private static final StackConfig SERVER = StackConfig.linux().withAddresses("10.0.0.2/24");

    private final MemoryLink.Pair link = MemoryLink.pair(1500);
    private EventLoop client;
    private EventLoop server;

    private void start(StackConfig clientConfig, StackConfig serverConfig) {
        client = EventLoop.start(clientConfig, link.a());
        server = EventLoop.start(serverConfig, link.b());
    }

    @AfterEach
    void close() {
        client.close(Duration.ZERO);
        if (server != null) server.close(Duration.ZERO);
    }

    @Test
    void socketTellsAboutItsConnection() throws Exception {
        start(CLIENT, SERVER);
        try (var listening = Sockets.over(server).serverSocket(0);
                var socket = Sockets.over(client).socket()) {
            assertThat(socket.connection()).isEmpty();
            assertThat(socket.info()).isEmpty();
            assertThat(socket.explain()).isEmpty();
            socket.connect(new InetSocketAddress("10.0.0.2", listening.getLocalPort()));
            try (WeirSocket accepted = listening.accept()) {
                accepted.getOutputStream().write(new byte[1000]);
                socket.getInputStream().readNBytes(1000);
                var info = socket.info().orElseThrow();
                assertThat(info.state()).isEqualTo(State.ESTABLISHED);
                assertThat(info.flow().remotePort()).isEqualTo(listening.getLocalPort());
                assertThat(info.bytesReceived()).isEqualTo(1000);
                assertThat(accepted.info().orElseThrow().bytesSent()).isEqualTo(1000);
                assertThat(socket.explain().orElseThrow()).isNotBlank();
                assertThat(socket.connection().orElseThrow().flow().remote()).isEqualTo(IpAddress.parse("10.0.0.2"));
            }
        }
    }

    @Test
    void fastOpenSendsTheFirstWriteWithTheSynOfTheSecondConnection() throws Exception {
        start(CLIENT, SERVER);
        try (var listening = Sockets.over(server).serverSocket(0)) {
            listening.setOption(WeirSocketOptions.TCP_FASTOPEN, 4);
            assertThat(listening.getOption(WeirSocketOptions.TCP_FASTOPEN)).isEqualTo(4);
            var address = new InetSocketAddress("10.0.0.2", listening.getLocalPort());
            for (var expected : List.of(FastOpenStep.COOKIE_REQUESTED, FastOpenStep.DATA_ACKNOWLEDGED)) {
                try (var socket = Sockets.over(client).socket()) {
                    socket.setOption(WeirSocketOptions.TCP_FASTOPEN_CONNECT, true);
                    socket.connect(address);
                    assertThat(socket.isConnected()).isTrue();
                    socket.getOutputStream().write(bytes(300, 7));
                    try (var accepted = listening.accept()) {
                        assertThat(accepted.getInputStream().readNBytes(300)).isEqualTo(bytes(300, 7));
                        accepted.getOutputStream().write(bytes(500, 7));
                        assertThat(socket.getInputStream().readNBytes(500)).isEqualTo(bytes(500, 7));
                        assertThat(socket.info().orElseThrow().fastOpen()).isEqualTo(expected);
                    }
                }
            }
        }
    }

    /** With a cookie, nothing has left when connect returns. */
    private WeirSocket putOff() throws Exception {
        start(CLIENT, SERVER);
        try (var listening = Sockets.over(server).serverSocket(0); var first = Sockets.over(client).socket()) {
            listening.setOption(WeirSocketOptions.TCP_FASTOPEN, 4);
            first.setOption(WeirSocketOptions.TCP_FASTOPEN_CONNECT, true);
            first.connect(new InetSocketAddress("10.0.0.2", listening.getLocalPort()));
        }
        var socket = Sockets.over(client).socket();
        socket.setOption(WeirSocketOptions.TCP_FASTOPEN_CONNECT, true);
        return socket;
    }

    @Test
    void aSynThatWaitsForAWriteLeavesIfTheApplicationReadsFirst() throws Exception {
        try (var socket = putOff(); var listening = Sockets.over(server).serverSocket(0)) {
            socket.connect(new InetSocketAddress("10.0.0.2", listening.getLocalPort()));
            var greeting = Task.virtual(() -> {
                try (var accepted = listening.accept()) {
                    accepted.getOutputStream().write(bytes(10, 7));
                }
                return null;
            });
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(bytes(10, 7));
            greeting.result();
        }
    }

    @Test
    void aSynThatWaitsForAWriteLeavesIfTheApplicationHasNothingToSay() throws Exception {
        try (var socket = putOff(); var listening = Sockets.over(server).serverSocket(0)) {
            socket.connect(new InetSocketAddress("10.0.0.2", listening.getLocalPort()));
            socket.shutdownOutput();
            try (var accepted = listening.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void thatNobodyListensIsToldByTheRead() throws Exception {
        try (var socket = putOff()) {
            socket.connect(new InetSocketAddress("10.0.0.2", 9));
            socket.getOutputStream().write(bytes(10, 7));
            fails(() -> socket.getInputStream().read(), ConnectException.class, "Connection refused");
        }
    }

    @Test
    void connectByNameUsesTheResolverOfTheJdk() throws Exception {
        start(CLIENT, SERVER);
        try (var listening = Sockets.over(server).serverSocket(0);
                var literal = Sockets.over(client).connect("10.0.0.2", listening.getLocalPort());
                var local = Sockets.over(server).connect("localhost", listening.getLocalPort())) {
            assertThat(literal.getInetAddress()).isEqualTo(InetAddress.ofLiteral("10.0.0.2"));
            assertThat(local.getInetAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void closedStackEndsWhatWaitsAndRefusesWhatComes() throws Exception {
        start(CLIENT, SERVER);
        var sockets = Sockets.over(client);
        var listening = Sockets.over(server).serverSocket(0);
        var waiting = sockets.serverSocket(0);
        var unbound = sockets.datagramSocket(0);
        var socket = sockets.connect("10.0.0.2", listening.getLocalPort());
        var read = Task.virtual(() -> socket.getInputStream().read()).blocked();
        var accept = Task.platform(waiting::accept).blocked();
        var receive = Task.virtual(() -> {
            unbound.receive(new java.net.DatagramPacket(new byte[1], 1));
            return null;
        }).blocked();
        client.close(Duration.ZERO);
        fails(read::result, SocketException.class, "Network is down");
        fails(accept::result, SocketException.class, "Network is down");
        fails(receive::result, SocketException.class, "Network is down");
        fails(() -> sockets.connect("10.0.0.2", 1), SocketException.class, "Network is down");
        fails(() -> sockets.serverSocket(0), SocketException.class, "Network is down");
        fails(() -> sockets.datagramSocket(0), SocketException.class, "Network is down");
        assertThat(socket.info()).isEmpty();
        socket.close();
        waiting.close();
        unbound.close();
    }

    @Test
    void rejectedSynIsRefused() throws Exception {
        start(CLIENT, SERVER);
        var reject = new Admission.Verdict(Admission.Action.REJECT, "deny all");
        var factory = Sockets.over(server).serverSocketFactory((flow, open, openOfPeer) -> reject);
        try (var listening = factory.createServerSocket(0)) {
            fails(() -> Sockets.over(client).connect("10.0.0.2", listening.getLocalPort()),
                    ConnectException.class, "Connection refused");
        }
    }

    @Test
    void droppedSynTimesOut() throws Exception {
        start(CLIENT, SERVER);
        var drop = new Admission.Verdict(Admission.Action.DROP, "deny all");
        var factory = Sockets.over(server).serverSocketFactory((flow, open, openOfPeer) -> drop);
        try (var listening = factory.createServerSocket(0); var socket = Sockets.over(client).socket()) {
            fails(() -> socket.connect(new InetSocketAddress("10.0.0.2", listening.getLocalPort()), 50),
                    SocketTimeoutException.class, "Connect timed out");
        }
    }

    @Test
    void synsThatNobodyAnswersTimeOutByThemselves() throws Exception {
        client = EventLoop.start(CLIENT.withTcp(tcp -> tcp
                .withHandshake(tcp.handshake().withSynRetries(0).withSynLinearTimeouts(0))
                .withRto(tcp.rto().withInitial(Duration.ofMillis(50)))), link.a());
        fails(() -> Sockets.over(client).connect("10.0.0.2", 80), ConnectException.class, "Connection timed out");
    }

    @Test
    void destinationOfAnotherVersionIsUnreachable() throws Exception {
        start(CLIENT, SERVER);
        fails(() -> Sockets.over(client).connect("2001:db8::1", 80), SocketException.class, "Network is unreachable");
    }

    @Test
    void everythingArrivesWithLittleMemory() throws Exception {
        byte[] content = bytes(1_000_000, 12);
        start(CLIENT.withLimits(limits -> limits.withBufferBytes(1 << 16)), SERVER);
        try (var listening = Sockets.over(server).serverSocket(0);
                var one = Sockets.over(client).connect("10.0.0.2", listening.getLocalPort());
                var first = listening.accept();
                var other = Sockets.over(client).connect("10.0.0.2", listening.getLocalPort());
                var second = listening.accept()) {
            var writes = new Task<?>[] {send(one, content), send(other, content)};
            var reads = Task.virtual(() -> first.getInputStream().readNBytes(content.length));
            assertThat(second.getInputStream().readNBytes(content.length)).isEqualTo(content);
            assertThat(reads.result()).isEqualTo(content);
            for (var write : writes) {
                write.result();
            }
        }
    }

    private static Task<Void> send(WeirSocket socket, byte[] content) {
        return Task.virtual(() -> {
            socket.getOutputStream().write(content);
            return null;
        });
    }

    @Test
    void unsupportedOptionsSaySo() throws Exception {
        start(CLIENT, SERVER);
        try (var datagrams = Sockets.over(client).datagramSocket(0)) {
            fails(() -> datagrams.setOption(java.net.StandardSocketOptions.SO_REUSEPORT, true),
                    UnsupportedOperationException.class, "'SO_REUSEPORT' not supported");
            fails(() -> datagrams.setBroadcast(true), SocketException.class, "Option not supported");
            datagrams.setBroadcast(false);
            datagrams.setReceiveBufferSize(1 << 20); // a hint
            assertThat(datagrams.getReceiveBufferSize()).isPositive();
        }
    }
}
