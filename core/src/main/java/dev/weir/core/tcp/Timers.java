package dev.weir.core.tcp;

import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Timer;
import dev.weir.core.time.TimerQueue;
import java.util.Arrays;

/** The timers of one connection: one deadline per kind, and one entry in the stack's queue for the earliest. */
final class Timers extends Timer {
    private static final TimerKind[] KINDS = TimerKind.values();

    private final Connection connection;
    private final TimerQueue queue;
    private final long[] deadlines = new long[KINDS.length];

    Timers(Connection connection, TimerQueue queue) {
        this.connection = connection;
        this.queue = queue;
        Arrays.fill(deadlines, Deadline.NEVER);
    }

    void arm(TimerKind kind, long deadline) {
        deadlines[kind.ordinal()] = deadline;
        queue.arm(this, earliest());
    }

    void armIfIdle(TimerKind kind, long deadline) {
        if (!isArmed(kind)) arm(kind, deadline);
    }

    void cancel(TimerKind kind) {
        if (isArmed(kind)) arm(kind, Deadline.NEVER);
    }

    void cancelAll() {
        Arrays.fill(deadlines, Deadline.NEVER);
        queue.arm(this, Deadline.NEVER);
    }

    boolean isArmed(TimerKind kind) {
        return deadlines[kind.ordinal()] != Deadline.NEVER;
    }

    long deadline(TimerKind kind) {
        return deadlines[kind.ordinal()];
    }

    /** In the order of their declaration where several are due; a handler may end the connection, which disarms the rest. */
    @Override
    protected void expired(long now) {
        for (var kind : KINDS) {
            if (deadlines[kind.ordinal()] <= now) {
                deadlines[kind.ordinal()] = Deadline.NEVER;
                TimerExpires.at(connection, kind, now);
            }
        }
        queue.arm(this, earliest());
    }

    private long earliest() {
        long earliest = Deadline.NEVER;
        for (long deadline : deadlines) earliest = Math.min(earliest, deadline);
        return earliest;
    }
}
