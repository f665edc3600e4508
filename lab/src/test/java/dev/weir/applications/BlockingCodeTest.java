package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.blocking.SimulationOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** What a thread may wait for, and at which instant it goes on: with virtual and with platform threads. */
@ParameterizedClass(name = "platform threads: {0}")
@ValueSource(booleans = {false, true})
class BlockingCodeTest {
    private final World world;
    private final Simulation simulation;
    private final List<String> log = new ArrayList<>();

    BlockingCodeTest(boolean platformThreads) {
        world = new World(builder -> builder.delay(Duration.ofMillis(10)),
                SimulationOptions.DEFAULT.withPlatformThreads(platformThreads));
        simulation = world.simulation;
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void log(String what) {
        log.add(world.now().toMillis() + " " + what);
    }

    @Test
    void aClientAndAServerTalkInLines() {
        simulation.start("server", () -> {
            try (var listener = world.server().serverSocket(80); Socket socket = listener.accept()) {
                log("accepted");
                var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                var answers = new PrintWriter(socket.getOutputStream(), true);
                for (String line; (line = lines.readLine()) != null; ) answers.println(line.toUpperCase());
                log("end of stream");
            }
        });
        simulation.start("client", () -> {
            try (var socket = world.client().connect(World.SERVER, 80)) {
                log("connected");
                socket.getOutputStream().write("hello\n".getBytes());
                log("heard " + new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine());
            }
        });
        simulation.run();
        assertThat(log).containsExactly("20 connected", "30 accepted", "40 heard HELLO", "50 end of stream");
    }

    @Test
    void timeoutsPassAtTheirExactInstants() throws Exception {
        var listener = world.server().serverSocket(80);
        listener.setSoTimeout(500);
        var server = simulation.start("server", () -> {
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Accept timed out");
            log("accept timed out");
            listener.setSoTimeout(0);
            var socket = listener.accept();
            log("accepted");
            simulation.await(() -> log.contains("1900 read timed out"));
            socket.close();
        });
        simulation.clock().sleep(Duration.ofSeconds(1));
        var socket = world.client().connect(World.SERVER, 80);
        socket.setSoTimeout(880);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        log("read timed out");
        server.join();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        log("end of stream");
        assertThat(log).containsExactly(
                "500 accept timed out", "1030 accepted", "1900 read timed out", "1910 end of stream");
    }

    @Test
    void connectingToNobodyTimesOutOrIsRefused() throws Exception {
        try (var socket = world.client().socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("10.0.0.9", 80), 3000))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(3));
        }
        assertThatThrownBy(() -> world.client().connect(World.SERVER, 81)).isInstanceOf(ConnectException.class);
        assertThat(world.now()).isEqualTo(Duration.ofMillis(3020));
    }

    @Test
    void aWriteWaitsUntilThePeerReads() throws Exception {
        var bytes = new byte[8_000_000];
        simulation.start("server", () -> {
            try (var listener = world.server().serverSocket(80); Socket socket = listener.accept()) {
                simulation.clock().sleep(Duration.ofMinutes(1));
                log("read " + socket.getInputStream().readAllBytes().length);
            }
        });
        simulation.clock().sleep(Duration.ofSeconds(1));
        try (var socket = world.client().connect(World.SERVER, 80)) {
            socket.getOutputStream().write(bytes);
            assertThat(world.now()).isGreaterThan(Duration.ofSeconds(61));
        }
        simulation.run();
        assertThat(log).hasSize(1).first().asString().endsWith("read 8000000");
    }

    @Test
    void closingLingersInVirtualTime() throws Exception {
        simulation.startDaemon("server", () -> {
            try (var listener = world.server().serverSocket(80); var socket = listener.accept()) {
                log("accepted " + Optional.of(socket.getInetAddress()).isPresent());
                simulation.clock().sleep(Duration.ofHours(1));
            }
        });
        simulation.clock().sleep(Duration.ofSeconds(1));
        var socket = world.client().connect(World.SERVER, 80);
        socket.setSoLinger(true, 5);
        socket.getOutputStream().write(new byte[10_000]);
        Duration before = world.now();
        socket.close();
        assertThat(world.now().minus(before)).isEqualTo(Duration.ofMillis(20)); // until all is acknowledged
    }

    /** {@link Socket#close} would hold its monitor while it lingers. */
    @Test
    void aThreadMayCloseWhatAnotherOneLingersAt() throws Exception {
        var listener = world.server().serverSocket(80);
        var socket = world.client().connect(World.SERVER, 80);
        simulation.start("reading", () -> {
            try (socket) {
                assertThatThrownBy(() -> socket.getInputStream().read()).hasMessage("Socket closed");
            }
            log("closed again");
        });
        simulation.clock().sleep(80);
        socket.setSoLinger(true, 5);
        socket.getOutputStream().write(new byte[100]);
        socket.close();
        log("closed");
        listener.close();
        assertThat(log).containsExactly("100 closed again", "120 closed");
    }

    @Test
    void datagramsArriveAndTimeOut() {
        simulation.start("server", () -> {
            try (var socket = world.server().datagramSocket(53)) {
                var packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                log("received");
                socket.send(packet);
                socket.setSoTimeout(1000);
                assertThatThrownBy(() -> socket.receive(packet)).isInstanceOf(SocketTimeoutException.class);
                log("timed out");
            }
        });
        simulation.start("client", () -> {
            try (var socket = world.client().datagramSocket()) {
                simulation.clock().sleep(1);
                socket.send(new DatagramPacket(new byte[10], 10, InetAddress.ofLiteral(World.SERVER), 53));
                socket.receive(new DatagramPacket(new byte[10], 10));
                log("answered");
            }
        });
        simulation.run();
        assertThat(log).containsExactly("11 received", "21 answered", "1011 timed out");
    }

    @Test
    void anotherThreadClosesTheSocketThatIsReadAndTheOneThatAccepts() throws Exception {
        var listener = world.server().serverSocket(80);
        var socket = world.client().connect(World.SERVER, 80);
        listener.accept();
        simulation.start("accepting", () -> {
            assertThatThrownBy(listener::accept).isInstanceOf(SocketException.class).hasMessage("Socket closed");
            log("accept ended");
        });
        simulation.start("reading", () -> {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class)
                    .hasMessage("Socket closed");
            log("read ended");
        });
        simulation.clock().sleep(Duration.ofMillis(70));
        socket.close();
        listener.close();
        simulation.run();
        assertThat(log).containsExactly("100 read ended", "100 accept ended");
    }

    /** One of them waits in the socket, the others before its gate. */
    @Test
    void manyThreadsMayAcceptOnOneSocketAndReadFromOne() throws Exception {
        var listener = world.server().serverSocket(80);
        listener.setSoTimeout(60_000);
        for (int i = 0; i < 3; i++) {
            String name = "acceptor-" + i;
            simulation.start(name, () -> {
                listener.accept();
                log(name);
            });
        }
        simulation.start("late", () -> {
            simulation.clock().sleep(1);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
            log("late");
        });
        for (int i = 0; i < 3; i++) {
            simulation.clock().sleep(Duration.ofSeconds(1));
            world.client().connect(World.SERVER, 80);
        }
        simulation.run();
        assertThat(log).containsExactly("1030 acceptor-0", "2050 acceptor-1", "3070 acceptor-2", "60001 late");
    }

    @Test
    void theClockIsAClock() throws Exception {
        var clock = simulation.clock();
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        clock.sleep(Duration.ofMillis(1500));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:01.500Z"));
        assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(1500));
        clock.sleep(-1);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void aHundredThreadsTakeTurns() {
        int threads = 100;
        simulation.start("server", () -> {
            try (var listener = world.server().serverSocket(80); var executor = simulation.executor()) {
                for (int i = 0; i < threads; i++) {
                    Socket socket = listener.accept();
                    executor.execute(() -> echo(socket));
                }
            }
        });
        for (int i = 0; i < threads; i++) {
            int number = i;
            simulation.start("client-" + i, () -> {
                simulation.clock().sleep(number % 7);
                try (var socket = world.client().connect(World.SERVER, 80)) {
                    for (int round = 0; round < 5; round++) {
                        socket.getOutputStream().write(number);
                        assertThat(socket.getInputStream().read()).isEqualTo(number);
                        simulation.clock().sleep(number);
                    }
                }
                log("client-" + number);
            });
        }
        simulation.run();
        assertThat(log).hasSize(threads);
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
