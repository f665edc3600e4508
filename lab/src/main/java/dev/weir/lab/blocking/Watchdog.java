package dev.weir.lab.blocking;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks from time to time, by the wall clock, whether the thread that holds the baton blocks outside the simulation: in
 * a sleep, a contended lock, a queue, or input and output of the operating system. A thread that computes may take as
 * long as it likes, unless the main thread has been interrupted meanwhile.
 */
final class Watchdog {
    /** Looks within the limit; each has to find the thread blocked. */
    private static final int LOOKS = 8;

    private final Baton baton;
    private final long limitNanos;
    private final Thread thread;
    private volatile boolean ended;

    private Watchdog(Baton baton, Duration limit) {
        this.baton = baton;
        this.limitNanos = limit.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("weir-watchdog").unstarted(this::watch);
    }

    static Watchdog start(Baton baton, Duration limit) {
        var watchdog = new Watchdog(baton, limit);
        watchdog.thread.start();
        return watchdog;
    }

    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private void watch() {
        int looks = 0; // not the time passed: this machine may have stood still
        long passages = -1;
        while (!ended) {
            LockSupport.parkNanos(this, limitNanos / LOOKS);
            long seen = baton.passages();
            ApplicationThread holder = baton.holder();
            boolean suspect = baton.isShared()
                    && (holder.isBlockedElsewhere() || baton.main() != holder && baton.main().isInterrupted());
            looks = suspect && seen == passages ? looks + 1 : 0;
            passages = seen;
            if (looks >= LOOKS) bite(holder);
        }
    }

    private void bite(ApplicationThread holder) {
        Thread stuck = holder.thread();
        Thread.State state = stuck.getState();
        StackTraceElement[] stack = stuck.getStackTrace();
        var cause = new IllegalStateException("where \"" + holder + "\" blocks");
        cause.setStackTrace(stack);
        String what = holder.isBlockedElsewhere()
                ? "has blocked outside the simulation for "
                : "goes on without waiting, though the main thread was interrupted, for ";
        baton.take(holder, "application thread \"" + holder + "\" " + what
                + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms of real time (" + state + "): " + Stacks.place(stack)
                + "\nWhile it does, no other thread of the simulation can run. Wait in a simulated socket, in"
                + " SimulatedClock or in Simulation.await instead.\n" + Stacks.text(stack), cause);
    }
}
