package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.blocking.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats and time-outs over an executor that schedules by the virtual clock. */
class SchedulerTest {
    private final World world = new World();
    private final Simulation simulation = world.simulation;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void end() {
        world.close();
    }

    private void log(String what) {
        log.add(world.now().toMillis() + " " + what);
    }

    private void work(String what) {
        try {
            log(what);
            simulation.clock().sleep(30);
        } catch (InterruptedException e) {
            log("interrupted");
        }
    }

    @Test
    void aTaskRunsAtItsInstantAndCanBeWaitedFor() throws Exception {
        try (var scheduler = simulation.scheduler()) {
            var late = scheduler.schedule(() -> "late", 2, TimeUnit.HOURS);
            var early = scheduler.schedule(() -> log("early"), 1, TimeUnit.SECONDS);
            assertThat(late.getDelay(TimeUnit.MINUTES)).isEqualTo(120);
            assertThat(early.compareTo(late)).isNegative();
            assertThat(late.get()).isEqualTo("late");
            assertThat(world.now()).isEqualTo(Duration.ofHours(2));
        }
        assertThat(log).containsExactly("1000 early");
    }

    @Test
    void aRateCountsFromTheBeginningAndADelayFromTheEndOfARun() throws Exception {
        var scheduler = simulation.scheduler();
        scheduler.scheduleAtFixedRate(() -> work("rate"), 0, 100, TimeUnit.MILLISECONDS);
        scheduler.scheduleWithFixedDelay(() -> work("delay"), 50, 100, TimeUnit.MILLISECONDS);
        simulation.clock().sleep(350);
        scheduler.shutdown();
        assertThat(scheduler.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
        assertThat(log).containsExactly(
                "0 rate", "50 delay", "100 rate", "180 delay", "200 rate", "300 rate", "310 delay");
        assertThat(world.now()).isEqualTo(Duration.ofMillis(350));
    }

    @Test
    void whatIsCancelledRunsNoMore() throws Exception {
        try (var scheduler = simulation.scheduler()) {
            var once = scheduler.schedule(() -> log("once"), 1, TimeUnit.HOURS);
            var recurring = scheduler.scheduleAtFixedRate(() -> log("beat"), 1, 1, TimeUnit.SECONDS);
            simulation.clock().sleep(2500);
            once.cancel(true);
            recurring.cancel(false);
        }
        assertThat(log).containsExactly("1000 beat", "2000 beat");
        assertThat(world.now()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void aRecurringTaskThatFailsEnds() {
        try (var scheduler = simulation.scheduler()) {
            Future<?> failing = scheduler.scheduleAtFixedRate(() -> {
                throw new IllegalStateException("once is enough");
            }, 1, 1, TimeUnit.SECONDS);
            assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("once is enough");
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(1));
            assertThatThrownBy(() -> scheduler.scheduleAtFixedRate(() -> {}, 1, 0, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void afterShutdownWhatWasToRunOnceStillRuns() throws Exception {
        var scheduler = simulation.scheduler();
        scheduler.schedule(() -> log("once"), 1, TimeUnit.SECONDS);
        var recurring = scheduler.scheduleWithFixedDelay(() -> log("beat"), 0, 1, TimeUnit.HOURS);
        simulation.clock().sleep(1);
        scheduler.shutdown();
        assertThatThrownBy(() -> scheduler.schedule(() -> log("late"), 0, TimeUnit.SECONDS))
                .isInstanceOf(RejectedExecutionException.class);
        simulation.run();
        assertThat(recurring.isCancelled()).isTrue();
        assertThat(log).containsExactly("0 beat", "1000 once");
    }

    @Test
    void shuttingDownNowEndsAll() throws Exception {
        var scheduler = simulation.scheduler();
        var once = scheduler.schedule(() -> log("once"), 1, TimeUnit.HOURS);
        scheduler.scheduleAtFixedRate(() -> work("beat"), 0, 1, TimeUnit.HOURS);
        simulation.clock().sleep(10);
        scheduler.shutdownNow();
        simulation.run();
        assertThat(once.isCancelled()).isTrue();
        assertThat(log).containsExactly("0 beat", "10 interrupted");
    }
}
