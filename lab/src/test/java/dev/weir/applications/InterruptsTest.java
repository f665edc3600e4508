package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.blocking.ApplicationThread;
import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.blocking.SimulationOptions;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Thread#interrupt} by one application thread of another, and where it is heard. */
class InterruptsTest {
    private final List<String> log = new ArrayList<>();

    private static World world(boolean platformThreads) {
        return new World(builder -> builder.delay(Duration.ofMillis(10)),
                SimulationOptions.DEFAULT.withPlatformThreads(platformThreads));
    }

    private static void interruptAfter(Simulation simulation, ApplicationThread thread, Duration delay)
            throws InterruptedException {
        simulation.clock().sleep(delay);
        thread.thread().interrupt();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSleepAJoinAndAFutureAreInterruptedAtTheInstant(boolean platformThreads) throws Exception {
        try (var world = world(platformThreads)) {
            var simulation = world.simulation;
            var sleeper = simulation.start("sleeper", () -> {
                assertThatThrownBy(() -> simulation.clock().sleep(10_000)).isInstanceOf(InterruptedException.class);
                log.add("sleeper " + world.now() + Thread.currentThread().isInterrupted());
                simulation.clock().sleep(5_000);
                log.add("slept " + world.now());
            });
            var joiner = simulation.start("joiner", () -> {
                assertThatThrownBy(sleeper::join).isInstanceOf(InterruptedException.class);
                log.add("joiner " + world.now());
            });
            interruptAfter(simulation, joiner, Duration.ofSeconds(1));
            interruptAfter(simulation, sleeper, Duration.ofSeconds(1));
            simulation.run();
        }
        assertThat(log).containsExactly("joiner PT1S", "sleeper PT2Sfalse", "slept PT7S");
    }

    /** As the JDK's sockets: a virtual thread's socket is closed, and the status stays. */
    @Test
    void aVirtualThreadIsInterruptedInASocket() throws Exception {
        try (var world = world(false)) {
            var simulation = world.simulation;
            var listener = world.server().serverSocket(80);
            var reader = simulation.start("reader", () -> {
                var socket = world.client().connect(World.SERVER, 80);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class)
                        .hasMessage("Closed by interrupt");
                log.add("closed " + socket.isClosed() + Thread.currentThread().isInterrupted() + world.now());
            });
            listener.accept();
            interruptAfter(simulation, reader, Duration.ofSeconds(1));
            simulation.run();
        }
        assertThat(log).containsExactly("closed truetruePT1.03S");
    }

    @Test
    void aPlatformThreadIsNotInterruptedInASocketButKeepsTheStatus() throws Exception {
        try (var world = world(true)) {
            var simulation = world.simulation;
            var listener = world.server().serverSocket(80);
            var reader = simulation.start("reader", () -> {
                var socket = world.client().connect(World.SERVER, 80);
                socket.setSoTimeout(5000);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                log.add("timed out " + Thread.currentThread().isInterrupted() + world.now());
                assertThatThrownBy(() -> simulation.clock().sleep(1)).isInstanceOf(InterruptedException.class);
            });
            listener.accept();
            interruptAfter(simulation, reader, Duration.ofSeconds(1));
            simulation.run();
        }
        assertThat(log).containsExactly("timed out truePT5.02S");
    }
}
