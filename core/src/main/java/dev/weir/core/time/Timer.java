package dev.weir.core.time;

/** One entry of a {@link TimerQueue}: what a connection, a half-open connection or a TIME-WAIT record waits for. */
public abstract class Timer {
    long deadline = Deadline.NEVER;
    long serial; // of the last arming: orders equal deadlines
    long heapSerial; // the serial under which the heap holds it
    int index = ABSENT; // in the heap

    static final int ABSENT = -1;

    /** When it is due; {@link Deadline#NEVER} while it is not armed. */
    public final long deadline() {
        return deadline;
    }

    /**
     * The deadline has passed and the timer is no longer armed. It may arm itself and others; what it arms for
     * {@code now} or earlier comes with the next {@link TimerQueue#expire}.
     */
    protected abstract void expired(long now);
}
