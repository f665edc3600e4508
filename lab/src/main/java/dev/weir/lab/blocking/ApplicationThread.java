package dev.weir.lab.blocking;

import dev.weir.core.time.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of an application in a simulation. It runs only while it holds the baton.
 *
 * <p>{@link Thread#interrupt} of {@link #thread} works as outside; {@link Thread#join} does not, {@link #join} does.
 */
public final class ApplicationThread {
    private final Baton baton;
    private final String name;
    private final boolean daemon;
    private final Thread thread;
    Wait wait; // null while it runs; this and what follows is the baton's
    boolean isQueued;
    boolean hasEnded;
    private volatile boolean lost; // the baton, to the watchdog
    private volatile boolean parked;
    private volatile boolean interrupted; // while parked

    /** The thread that exists already. */
    ApplicationThread(Baton baton, Thread thread) {
        this.baton = baton;
        this.name = thread.getName();
        this.daemon = false;
        this.thread = thread;
    }

    ApplicationThread(Baton baton, String name, boolean daemon, Thread.Builder builder, Body body) {
        this.baton = baton;
        this.name = name;
        this.daemon = daemon;
        this.thread = builder.name(name).unstarted(() -> run(body));
    }

    public String name() {
        return name;
    }

    public Thread thread() {
        return thread;
    }

    /** The simulation ends without it. */
    public boolean isDaemon() {
        return daemon;
    }

    /** Not ended yet. */
    public boolean isAlive() {
        return !hasEnded;
    }

    /** Waits until it has ended. */
    public void join() throws InterruptedException {
        baton.join(this, Deadline.NEVER);
    }

    /** Waits until it has ended, for at most {@code timeout}; true if it has. */
    public boolean join(Duration timeout) throws InterruptedException {
        return baton.join(this, baton.deadline(timeout));
    }

    private void run(Body body) {
        awaitBaton();
        try {
            if (baton.begin(this)) body.run();
        } catch (Throwable t) {
            baton.failed(this, t);
        } finally {
            baton.end(this);
        }
    }

    /**
     * On this thread: until it holds the baton. A permit or an interrupt of somebody else only makes it look again;
     * park would not sleep while it is interrupted, so the status is kept beside until then.
     */
    void awaitBaton() {
        parked = true;
        while (!baton.isHeldBy(this)) {
            LockSupport.park(baton);
            if (thread.isInterrupted()) {
                interrupted = true; // before the status is cleared: isInterrupted reads in the opposite order
                Thread.interrupted();
            }
        }
        parked = false;
        if (interrupted) {
            interrupted = false;
            thread.interrupt();
        }
    }

    boolean isInterrupted() {
        return thread.isInterrupted() || interrupted;
    }

    /** It blocks, and not for the baton. */
    boolean isBlockedElsewhere() {
        if (parked) return false;
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> !parked;
            case RUNNABLE -> Stacks.isInput(thread.getStackTrace());
            case NEW, TERMINATED -> false;
        };
    }

    void loseBaton() {
        lost = true;
    }

    boolean hasLostBaton() {
        return lost;
    }

    @Override
    public String toString() {
        return name;
    }
}
