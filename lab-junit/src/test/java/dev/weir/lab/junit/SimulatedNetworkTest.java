package dev.weir.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.blocking.SimulatedClock;
import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.NetworkLink;
import dev.weir.sockets.Sockets;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a test on a simulated network is given. */
@SimulatedNetwork(delay = "20ms", seed = 5, seeds = 1)
class SimulatedNetworkTest {
    private static final Set<Long> DRAWN = new HashSet<>();

    private ServerSocket listener;
    private Network before;

    @BeforeEach
    void listen(@Server ServerSocketFactory servers, Network net) throws IOException {
        listener = servers.createServerSocket(80);
        before = net;
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @AfterAll
    static void everySeedDrewItsOwn() {
        assertThat(DRAWN).hasSize(10);
    }

    @Test
    void aConnectionTakesARoundTripOfVirtualTime(@Client SocketFactory clients, @Server InetAddress server,
            SimulatedClock clock) throws IOException {
        try (Socket socket = clients.createSocket(server, 80)) {
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(40));
            assertThat(socket.getInetAddress()).isEqualTo(server);
        }
        listener.accept().close();
    }

    @Test
    void allOfTheRunIsTheSameRun(Simulation simulation, VirtualTime time, Network net, NetworkLink road, Clock clock,
            InstantSource source, @Client SimulatedHost client, @Server SimulatedHost server, @Client Host host,
            @Client Sockets sockets) {
        assertThat(before).isSameAs(net);
        assertThat(simulation.time()).isSameAs(time).isSameAs(net.time());
        assertThat(clock).isSameAs(source).isSameAs(simulation.clock());
        assertThat(client.host()).isSameAs(net.host("client")).isSameAs(host);
        assertThat(server.host()).isSameAs(net.host("server"));
        assertThat(net.links()).containsExactly(road);
        assertThat(sockets.socket().isConnected()).isFalse();
    }

    @Test
    void theBodyTakesTurnsWithOtherThreads(Simulation simulation, @Client SocketFactory clients) throws Exception {
        assertThat(Thread.currentThread().getName()).isEqualTo("test");
        simulation.start("server", () -> {
            try (var socket = listener.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            }
        });
        try (var socket = clients.createSocket("10.0.0.2", 80)) {
            socket.getOutputStream().write(new byte[100_000]);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void theRoadCanBeCut(@Client SocketFactory clients, NetworkLink road, Simulation simulation) throws Exception {
        road.down();
        try (var socket = clients.createSocket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("10.0.0.2", 80), 3000))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        road.up();
        clients.createSocket("10.0.0.2", 80).close();
        assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(3040));
    }

    @SeededTest
    @SimulatedNetwork(seeds = 10, loss = 0.1, delay = "1ms")
    void everySeedIsARunOfItsOwn(RandomGenerator random) {
        DRAWN.add(random.nextLong());
    }

    @Test
    @SimulatedNetwork(ipv6 = true, rate = "1mbit")
    void theMethodsNetworkWins(@Client SocketFactory clients, @Server InetAddress server, SimulatedClock clock)
            throws IOException {
        assertThat(server).isInstanceOf(Inet6Address.class);
        try (var socket = clients.createSocket(server, 80)) {
            socket.getOutputStream().write(new byte[10_000]);
            listener.accept().getInputStream().readNBytes(10_000);
        }
        assertThat(clock.elapsed()).isBetween(Duration.ofMillis(80), Duration.ofMillis(100));
    }

    @Nested
    class Inner {
        @Test
        void theNetworkIsThatOfTheClassAround(@Client SocketFactory clients, SimulatedClock clock) throws IOException {
            clients.createSocket("10.0.0.2", 80).close();
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(40));
        }
    }
}
