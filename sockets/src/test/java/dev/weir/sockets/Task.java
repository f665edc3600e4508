package dev.weir.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A call on a thread of its own. */
final class Task<R> {
    private static final int STEADY_LOOKS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final FutureTask<R> call;
    private final Thread thread;
    private LongSupplier progress = () -> 0;
    private volatile boolean interruptedAfterwards;

    private Task(Callable<R> call, Thread.Builder builder) {
        this.call = new FutureTask<>(call);
        this.thread = builder.start(() -> {
            this.call.run();
            interruptedAfterwards = Thread.currentThread().isInterrupted();
        });
    }

    static <R> Task<R> platform(Callable<R> call) {
        return new Task<>(call, Thread.ofPlatform().daemon().name("task"));
    }

    static <R> Task<R> virtual(Callable<R> call) {
        return new Task<>(call, Thread.ofVirtual().name("task"));
    }

    /** @param progress changes while the call gets on */
    Task<R> progressing(LongSupplier progress) {
        this.progress = progress;
        return this;
    }

    /** Returns when the thread waits: in a park, or, under the JDK's sockets, in a call of the operating system. */
    Task<R> blocked() {
        long[] last = {-1, 0}; // progress, and how often it was seen to stand still
        until(() -> {
            assertThat(call.isDone()).as("the call ended instead of blocking").isFalse();
            long now = progress.getAsLong();
            last[1] = waits() && now == last[0] ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] == STEADY_LOOKS;
        });
        return this;
    }

    private boolean waits() {
        var state = thread.getState();
        if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) return true;
        var stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].isNativeMethod() && stack[0].getClassName().startsWith("sun.nio.ch.");
    }

    Task<R> interrupt() {
        thread.interrupt();
        return this;
    }

    boolean isDone() {
        return call.isDone();
    }

    R result() throws Exception {
        try {
            R result = call.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            thread.join();
            return result;
        } catch (ExecutionException e) {
            thread.join();
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            var stuck = new AssertionError("the call does not return", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    /** After the call: whether the thread's interrupt status was still set. */
    boolean wasInterrupted() throws InterruptedException {
        thread.join();
        return interruptedAfterwards;
    }

    /** Looks until {@code condition} holds, at most 20 seconds. */
    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("waited too long").isLessThan(PATIENCE_NANOS);
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
