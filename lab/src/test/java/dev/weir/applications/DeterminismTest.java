package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.blocking.Passage;
import dev.weir.lab.blocking.SimulationOptions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed gives the same packets and the same interleaving, whatever the scheduler does meanwhile. */
class DeterminismTest {
    private static final AtomicBoolean OVER = new AtomicBoolean();
    private static final List<Thread> NOISE = List.of(
            Thread.ofPlatform().daemon().unstarted(DeterminismTest::noise),
            Thread.ofPlatform().daemon().unstarted(DeterminismTest::noise),
            Thread.ofVirtual().unstarted(DeterminismTest::noise));

    private record Run(List<Passage> interleaving, String fingerprint) {}

    @BeforeAll
    static void begin() {
        NOISE.forEach(Thread::start);
    }

    @AfterAll
    static void end() {
        OVER.set(true);
    }

    private static void noise() {
        while (!OVER.get()) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000));
            long end = System.nanoTime() + ThreadLocalRandom.current().nextInt(50_000);
            while (System.nanoTime() < end) Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twentyRunsAreOne(boolean platformThreads) throws Exception {
        Run first = run(3, platformThreads);
        assertThat(first.interleaving()).hasSizeGreaterThan(200);
        for (int i = 0; i < 19; i++) assertThat(run(3, platformThreads)).isEqualTo(first);
    }

    @Test
    void anotherSeedIsAnotherRun() throws Exception {
        assertThat(run(4, false)).isNotEqualTo(run(3, false));
    }

    @Test
    void virtualAndPlatformThreadsAreOne() throws Exception {
        assertThat(run(3, true)).isEqualTo(run(3, false));
    }

    /** Clients that race for one server over a lossy road. */
    private static Run run(long seed, boolean platformThreads) throws Exception {
        try (var world = new World(road -> road.seed(seed).delay(Duration.ofMillis(15)).loss(0.05),
                SimulationOptions.DEFAULT.withPlatformThreads(platformThreads))) {
            var simulation = world.simulation;
            simulation.start("server", () -> {
                try (var listener = world.server().serverSocket(80); var executor = simulation.executor(3)) {
                    for (int i = 0; i < 8; i++) {
                        Socket socket = listener.accept();
                        executor.submit(() -> answer(socket));
                    }
                }
            });
            for (int i = 0; i < 8; i++) {
                simulation.start("client-" + i, () -> {
                    try (Socket socket = world.client().connect(World.SERVER, 80)) {
                        var out = new DataOutputStream(socket.getOutputStream());
                        var in = new DataInputStream(socket.getInputStream());
                        for (int request = 0; request < 10; request++) {
                            out.writeInt(request * 1000);
                            in.readNBytes(request * 1000);
                        }
                    }
                });
            }
            simulation.run();
            return new Run(List.copyOf(world.passages), world.fingerprint.toString());
        }
    }

    private static Void answer(Socket socket) throws IOException {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            while (true) socket.getOutputStream().write(new byte[in.readInt()]);
        } catch (EOFException e) {
            return null;
        }
    }
}
