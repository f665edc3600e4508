package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.blocking.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Structured code over an executor of the simulation. */
class ExecutorTest {
    private final World world = new World();
    private final Simulation simulation = world.simulation;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void end() {
        world.close();
    }

    private Callable<String> after(long seconds, String result) {
        return () -> {
            simulation.clock().sleep(Duration.ofSeconds(seconds));
            log.add(result);
            return result;
        };
    }

    @Test
    void aFutureIsWaitedForInVirtualTime() throws Exception {
        try (var executor = simulation.executor()) {
            Future<String> slow = executor.submit(after(60, "slow"));
            assertThatThrownBy(() -> slow.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(1));
            assertThat(slow.get()).isEqualTo("slow");
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(60));
            Future<?> failing = executor.submit(() -> {
                throw new IllegalStateException("no");
            });
            assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("no");
        }
    }

    @Test
    void closingWaitsForAllTasks() {
        try (var executor = simulation.executor()) {
            executor.submit(after(2, "second"));
            executor.submit(after(1, "first"));
        }
        assertThat(log).containsExactly("first", "second");
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aPoolRunsNoMoreThanItsThreads() {
        try (var executor = simulation.executor(2)) {
            for (int i = 0; i < 5; i++) executor.submit(after(1, "task " + i));
        }
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(3));
        assertThat(log).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4");
    }

    @Test
    void allOrAnyAreInvoked() throws Exception {
        try (var executor = simulation.executor()) {
            assertThat(executor.invokeAny(List.of(after(5, "late"), after(1, "early")))).isEqualTo("early");
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(1));
            assertThat(executor.invokeAll(List.of(after(3, "a"), after(2, "b")))).extracting(Future::get)
                    .containsExactly("a", "b");
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(4));
            assertThat(executor.invokeAll(List.of(after(3, "c"), after(1, "d")), 2, TimeUnit.SECONDS))
                    .extracting(Future::state).containsExactly(Future.State.CANCELLED, Future.State.SUCCESS);
            assertThat(world.now()).isEqualTo(Duration.ofSeconds(6));
            assertThatThrownBy(() -> executor.invokeAny(List.of(after(3, "e")), 1, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
        }
        assertThat(log).containsExactly("early", "b", "a", "d");
    }

    @Test
    void whatIsShutDownTakesNoMoreAndInterruptsWhatRuns() throws Exception {
        var executor = simulation.executor(1);
        Future<String> running = executor.submit(after(60, "running"));
        executor.submit(after(1, "queued"));
        simulation.clock().sleep(1000);
        assertThat(executor.shutdownNow()).hasSize(1);
        assertThatThrownBy(() -> executor.submit(after(1, "late"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
        assertThat(running.state()).isEqualTo(Future.State.FAILED);
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aThreadOfTheFactoryTakesPartWhenItIsStarted() throws Exception {
        Thread thread = simulation.threadFactory().newThread(() -> log.add(Thread.currentThread().getName()));
        simulation.threadFactory().newThread(() -> log.add("never started"));
        simulation.clock().sleep(1000);
        assertThat(log).isEmpty();
        thread.start();
        simulation.run();
        assertThat(log).containsExactly("application-1");
    }

    @Test
    void completionsRunOnIt() throws Exception {
        try (var executor = simulation.executor()) {
            var future = CompletableFuture.supplyAsync(() -> "x", executor).thenApply(text -> text + "y");
            simulation.await(future::isDone);
            assertThat(future.join()).isEqualTo("xy");
        }
    }
}
