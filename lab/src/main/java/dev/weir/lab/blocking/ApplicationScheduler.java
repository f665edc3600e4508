package dev.weir.lab.blocking;

import dev.weir.core.time.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks later or again and again, by the virtual clock, each on an application thread of its own. As the JDK's
 * after a shutdown: what was to run once still runs, what recurs does not.
 */
final class ApplicationScheduler extends ApplicationExecutor implements ScheduledExecutorService {
    private final Baton baton;

    ApplicationScheduler(Baton baton, ThreadFactory threads) {
        super(baton, threads, Integer.MAX_VALUE);
        this.baton = baton;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(Executors.callable(task), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return begin(new Scheduled<>(task, unit.toNanos(delay), 0, false));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return begin(new Scheduled<>(Executors.callable(task), unit.toNanos(initialDelay), every(period, unit), true));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return begin(new Scheduled<>(Executors.callable(task), unit.toNanos(initialDelay), every(delay, unit), false));
    }

    private static long every(long period, TimeUnit unit) {
        if (period <= 0) throw new IllegalArgumentException("a period must be more than 0, not " + period);
        return unit.toNanos(period);
    }

    private <V> ScheduledFuture<V> begin(Scheduled<V> scheduled) {
        execute(scheduled);
        return scheduled;
    }

    private final class Scheduled<V> extends Promise<V> implements ScheduledFuture<V> {
        private final long everyNanos; // 0: once
        private final boolean fixedRate; // else so long after the end of the last run
        private long at;

        Scheduled(Callable<V> task, long delayNanos, long everyNanos, boolean fixedRate) {
            super(task);
            this.everyNanos = everyNanos;
            this.fixedRate = fixedRate;
            this.at = Deadline.after(baton.now(), Math.max(0, delayNanos));
        }

        /** On its thread. */
        @Override
        public void run() {
            try {
                while (!baton.await(this::isOver, at, true)) {
                    if (everyNanos == 0) {
                        super.run();
                        return;
                    }
                    if (!runAndReset()) return; // it failed
                    at = Deadline.after(fixedRate ? at : baton.now(), everyNanos);
                }
                cancel(false);
            } catch (InterruptedException e) {
                cancel(false); // by shutdownNow
            }
        }

        private boolean isOver() {
            return isCancelled() || everyNanos > 0 && isShutdown();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - baton.now(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
