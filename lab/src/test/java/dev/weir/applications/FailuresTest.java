package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.Actor;
import dev.weir.lab.Session;
import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.blocking.SimulationFailed;
import dev.weir.lab.blocking.SimulationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How a simulation says what went wrong in its threads. */
@ParameterizedClass(name = "platform threads: {0}")
@ValueSource(booleans = {false, true})
class FailuresTest {
    private final World world;
    private final Simulation simulation;
    private final List<String> log = new ArrayList<>();

    FailuresTest(boolean platformThreads) {
        world = new World(builder -> builder.delay(Duration.ofMillis(10)), SimulationOptions.DEFAULT
                .withPlatformThreads(platformThreads).withForeignWaitLimit(Duration.ofMillis(200)));
        simulation = world.simulation;
    }

    @AfterEach
    void end() {
        world.close();
    }

    // ---- exceptions

    @Test
    void anExceptionFailsTheSimulationWithTheThreadsName() {
        var cause = new IOException("the disk is full");
        simulation.start("writer", () -> {
            simulation.clock().sleep(500);
            throw cause;
        });
        assertThatThrownBy(simulation::run).isInstanceOf(SimulationFailed.class).hasCause(cause)
                .hasMessage("application thread \"writer\" failed after PT0.5S: java.io.IOException: the disk is full");
    }

    @Test
    void aFailureReachesTheMainThreadInWhateverItWaitsAndEndsTheOthers() throws Exception {
        var listener = world.server().serverSocket(80);
        simulation.start("other", () -> {
            try {
                simulation.clock().sleep(10_000);
            } finally {
                log.add("other ended");
            }
        });
        simulation.start("culprit", () -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(listener::accept).isInstanceOf(SimulationFailed.class).hasMessageContaining("culprit");
        assertThatThrownBy(() -> simulation.clock().sleep(1)).isInstanceOf(SimulationFailed.class);
        assertThat(log).isEmpty();
        simulation.close();
        assertThat(log).containsExactly("other ended");
    }

    @Test
    void aFailureThatNobodyHasSeenIsThrownByClose() throws Exception {
        var failing = simulation.start("failing", () -> {
            throw new IllegalStateException("no");
        });
        simulation.start("waiting", () -> failing.join());
        var unseen = new AtomicBoolean();
        simulation.time().at(Duration.ZERO, () -> unseen.set(true));
        assertThatThrownBy(() -> simulation.await(unseen::get)).hasMessageContaining("failing");
        simulation.close(); // once is enough
        var second = Simulation.of(world.net.time());
        second.start("never runs", () -> log.add("ran"));
        second.close();
        assertThat(log).isEmpty();
    }

    @Test
    void anErrorOfAnActorFailsTheSimulationToo() throws Exception {
        world.net.server().listen(80, () -> new Actor() {
            @Override
            public void opened(Session session) {
                throw new AssertionError("the actor is wrong");
            }
        });
        simulation.start("client", () -> world.client().connect(World.SERVER, 80).getInputStream().read());
        assertThatThrownBy(simulation::run).isInstanceOf(SimulationFailed.class)
                .hasMessageContaining("the actor is wrong").hasCauseInstanceOf(AssertionError.class);
    }

    // ---- nobody can go on

    @Test
    void aDeadlockIsReportedAtOnceWithWhatEachThreadWaitsFor() throws Exception {
        simulation.start("acceptor", () -> world.server().serverSocket(80).accept());
        simulation.start("reader", () -> read(world.client().connect(World.SERVER, 80).getInputStream()));
        var waiting = simulation.start("waiting", () -> simulation.await(() -> false));
        simulation.start("joining", () -> waiting.join());
        assertThatThrownBy(() -> waiting.join()).isInstanceOf(SimulationFailed.class)
                .hasMessageStartingWith("deadlock: nothing is left that could happen, and all application threads wait")
                .message().doesNotContain("main")
                .containsPattern("\"reader\" in \\S*read, at .*FailuresTest.read\\(FailuresTest.java:\\d+\\)")
                .containsPattern("\"waiting\" in Simulation.await, at .*FailuresTest")
                .containsPattern("\"joining\" in ApplicationThread.join, at .*FailuresTest")
                .contains("10.0.0.2:80 ESTABLISHED");
        assertThat(world.now()).isLessThan(Duration.ofSeconds(1));
    }

    private static void read(InputStream input) throws IOException {
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void threadsThatAreLeftOverAreReported() {
        simulation.start("server", () -> serve(world.server().serverSocket(80)));
        assertThatThrownBy(simulation::run).isInstanceOf(SimulationFailed.class)
                .hasMessageContaining("application threads still wait").message()
                .containsPattern("\"server\" in WeirServerSocket.accept, at .*FailuresTest.serve");
    }

    private static void serve(ServerSocket listener) throws IOException {
        while (true) listener.accept().close();
    }

    @Test
    void daemonsMayBeLeftOver() throws Exception {
        simulation.startDaemon("server", () -> serve(world.server().serverSocket(80)));
        simulation.startDaemon("clock", () -> {
            while (true) simulation.clock().sleep(1000);
        });
        simulation.clock().sleep(100);
        assertThat(world.client().connect(World.SERVER, 80).getInputStream().read()).isEqualTo(-1);
        simulation.run();
        assertThat(world.now()).isLessThan(Duration.ofHours(1));
    }

    @Test
    void anyThreadMayRunTheRest() throws Exception {
        simulation.start("other", () -> simulation.clock().sleep(1000));
        var running = simulation.start("running", () -> {
            simulation.run();
            log.add("rest is over at " + world.now());
        });
        running.join();
        assertThat(log).containsExactly("rest is over at PT1S");
    }

    @Test
    void aRunHasALimit() {
        simulation.start("busy", () -> {
            while (true) simulation.clock().sleep(1000);
        });
        assertThat(simulation.run(Duration.ofMinutes(2))).isFalse();
        assertThat(world.now()).isEqualTo(Duration.ofMinutes(2));
    }

    // ---- waits outside the simulation

    @Test
    void aSleepOutsideIsFound() {
        foreign("Thread.sleep", "TIMED_WAITING", () -> Thread.sleep(60_000));
    }

    @Test
    void aQueueOutsideIsFound() {
        foreign("LinkedBlockingQueue.take", "WAITING", () -> new LinkedBlockingQueue<>().take());
    }

    @Test
    void aFutureOutsideIsFound() {
        foreign("CompletableFuture.join", "WAITING", () -> new CompletableFuture<>().join());
    }

    @Test
    void aLockThatAnotherThreadHoldsWhileItWaitsIsFound() {
        var lock = new ReentrantLock();
        simulation.start("holds", () -> {
            lock.lock();
            simulation.clock().sleep(1000);
        });
        foreign("ReentrantLock.lock", "WAITING", () -> lock.lock());
    }

    @Test
    void aMonitorThatAnotherThreadHoldsWhileItWaitsIsFound() {
        var monitor = new Object();
        simulation.start("holds", () -> {
            synchronized (monitor) {
                simulation.clock().sleep(1000);
            }
        });
        foreign("FailuresTest", "BLOCKED", () -> {
            synchronized (monitor) {
                log.add("inside");
            }
        });
    }

    @Test
    void inputOfTheOperatingSystemIsFound() throws Exception {
        try (var outside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            foreign("ServerSocket.implAccept", "", () -> outside.accept());
        }
    }

    private void foreign(String call, String state, Blocking body) {
        simulation.start("foreign", body::run);
        simulation.start("innocent", () -> log.add("ran"));
        assertThatThrownBy(simulation::run).isInstanceOf(SimulationFailed.class)
                .hasMessageStartingWith("application thread \"foreign\" has blocked outside the simulation for 200 ms")
                .hasMessageContaining(state).hasMessageContaining(call).hasMessageContaining("FailuresTest.java:")
                .cause().hasMessage("where \"foreign\" blocks");
        assertThat(log).doesNotContain("ran");
    }

    private interface Blocking {
        void run() throws Exception;
    }

    @Test
    void theMainThreadIsWatchedToo() {
        simulation.start("other", () -> simulation.clock().sleep(1));
        assertThatThrownBy(() -> {
            simulation.clock().sleep(Duration.ZERO);
            Thread.sleep(60_000);
        }).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(simulation::run).isInstanceOf(SimulationFailed.class)
                .hasMessageContaining("\"main\" has blocked");
    }

    @Test
    void aThreadThatComputesForEverEndsWhenTheMainThreadIsInterrupted() {
        var over = new AtomicBoolean();
        Thread main = Thread.currentThread();
        simulation.start("computing", () -> {
            main.interrupt(); // as a test's time-out does, from outside
            while (!over.get()) Thread.onSpinWait();
        });
        assertThatThrownBy(simulation::run).isInstanceOf(SimulationFailed.class)
                .hasMessageStartingWith("application thread \"computing\" goes on without waiting");
        over.set(true);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aThreadThatDoesNotTakePartIsRefused() throws Exception {
        var refused = new ArrayList<Throwable>();
        var outsider = Thread.ofPlatform().name("outsider").start(() -> {
            for (Blocking call : List.<Blocking>of(() -> simulation.clock().sleep(1),
                    () -> simulation.start("x", () -> {}), () -> world.client().connect(World.SERVER, 80))) {
                try {
                    call.run();
                } catch (Throwable t) {
                    refused.add(t);
                }
            }
        });
        outsider.join();
        assertThat(refused).hasSize(3).allSatisfy(refusal ->
                assertThat(refusal).isInstanceOf(IllegalStateException.class).hasMessageContaining("outsider"));
    }
}
