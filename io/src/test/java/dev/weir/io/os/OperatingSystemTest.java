package dev.weir.io.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weir.core.event.State;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against this machine's own kernel, over loopback; needs no privilege. */
class OperatingSystemTest {
    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "these questions are for Linux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void connectionIsFoundWithWhatTheKernelKnowsOfIt(String address) throws IOException {
        Assumptions.assumeTrue(canListen(address), "no " + address + " on this machine");
        try (var listener = new ServerSocket(0, 5, InetAddress.getByName(address));
                var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var accepted = listener.accept()) {
            client.getOutputStream().write(new byte[100_000]);
            accepted.getInputStream().readNBytes(100_000);
            var found = SocketDiag.find(local(client), remote(client)).orElseThrow();
            assertThat(found.state()).isEqualTo(State.ESTABLISHED);
            assertThat(found.local()).isEqualTo(IpAddress.parse(address));
            assertThat(found.localPort()).isEqualTo(client.getLocalPort());
            assertThat(found.remotePort()).isEqualTo(listener.getLocalPort());
            var info = found.info().orElseThrow();
            assertThat(info.rttNanos()).isPositive();
            assertThat(info.minimumRttNanos()).isPositive().isLessThanOrEqualTo(1_000_000_000);
            assertThat(info.cwndSegments()).isPositive();
            assertThat(info.segmentsSent()).isGreaterThan(1);
            assertThat(info.congestionControl()).isNotEmpty();
            var other = SocketDiag.find(local(accepted), remote(accepted)).orElseThrow().info().orElseThrow();
            assertThat(other.bytesReceived()).isEqualTo(100_000);
            assertThat(SocketDiag.to(remote(client))).anyMatch(socket -> socket.localPort() == client.getLocalPort());
        }
    }

    @Test
    void connectionThatDoesNotExistIsNotFound() throws IOException {
        var nowhere = new InetSocketAddress("127.0.0.1", 1);
        assertThat(SocketDiag.find(nowhere, nowhere)).isEmpty();
    }

    @Test
    void listenerIsFoundByItsPortAndLedBackToThisProcess() throws IOException {
        try (var listener = new ServerSocket(0)) {
            var found = SocketDiag.listeners(listener.getLocalPort());
            assertThat(found).singleElement().satisfies(socket -> {
                assertThat(socket.state()).isEqualTo(State.LISTEN);
                assertThat(socket.remotePort()).isZero();
            });
            var user = SocketUser.ofPort(listener.getLocalPort()).orElseThrow();
            assertThat(user.pid()).isEqualTo(OptionalLong.of(ProcessHandle.current().pid()));
            assertThat(user).hasToString("java (pid " + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void portThatNobodyUsesHasNoUser() throws IOException {
        int port = FreePort.near(InetAddress.getLoopbackAddress(), 40_000).orElseThrow();
        assertThat(SocketUser.ofPort(port)).isEmpty();
    }

    @Test
    void userOfASocketThatNobodyHoldsIsNamedByItsNumber() {
        var closed = new TcpSocket(State.TIME_WAIT, IpAddress.LOOPBACK_IPV4, 1, IpAddress.LOOPBACK_IPV4, 2, 0, 0,
                0, 113, 0, Optional.empty());
        assertThat(SocketUser.of(closed)).hasToString("a process of user 113");
    }

    @Test
    void listOfAllContainsBothEndsOfAConnection() throws IOException {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var _ = listener.accept()) {
            var ports = SocketDiag.all().stream().filter(s -> s.state() == State.ESTABLISHED)
                    .map(TcpSocket::localPort).toList();
            assertThat(ports).contains(client.getLocalPort(), listener.getLocalPort());
        }
    }

    @Test
    void nearestFreePortIsOneThatCanBeListenedOn() throws IOException {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int taken = listener.getLocalPort();
            assertThat(FreePort.isFree(listener.getInetAddress(), taken)).isFalse();
            int near = FreePort.near(listener.getInetAddress(), taken).orElseThrow();
            assertThat(Math.abs(near - taken)).isBetween(1, 1000);
            assertThatCode(() -> new ServerSocket(near, 5, listener.getInetAddress()).close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void nearestFreePortAtTheEndOfTheRangeIsBelow() {
        assertThat(FreePort.near(InetAddress.getLoopbackAddress(), 65535).orElseThrow()).isLessThan(65535);
    }

    @Test
    void routeToOurselvesIsLocal() throws IOException {
        assertThat(Route.to(IpAddress.LOOPBACK_IPV4)).hasValueSatisfying(route -> {
            assertThat(route.isLocal()).isTrue();
            assertThat(route.device()).isEqualTo("lo");
            assertThat(route.source()).contains(IpAddress.LOOPBACK_IPV4);
            assertThat(route.gateway()).isEmpty();
        });
    }

    @Test
    void olderKernelsTellLess() {
        var info = KernelTcpInfo.read(MemorySegment.ofArray(new byte[104]), "");
        assertThat(info.bytesReceived()).isZero();
        assertThat(info.minimumRttNanos()).isZero();
    }

    private static boolean canListen(String address) {
        try (var _ = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetSocketAddress local(Socket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static InetSocketAddress remote(Socket socket) {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }
}
