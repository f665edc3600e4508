package dev.weir.core.tcp;

/**
 * How long something written was not acknowledged yet; and of that, how long all of it was sent already, while the
 * application could not write more because the send buffer was full.
 */
final class BusyClock {
    private long busyNanos;
    private long fullNanos;
    private boolean busy;
    private boolean full;
    private long since;

    /** ESTABLISHED: what was before is left out. */
    void begin(long now) {
        busyNanos = 0;
        fullNanos = 0;
        since = now;
    }

    void update(boolean nowBusy, boolean nowFull, long now) {
        if (nowBusy == busy && nowFull == full) return;
        busyNanos = busyNanos(now);
        fullNanos = fullNanos(now);
        busy = nowBusy;
        full = nowFull;
        since = now;
    }

    long busyNanos(long now) {
        return busyNanos + (busy ? now - since : 0);
    }

    long fullNanos(long now) {
        return fullNanos + (full ? now - since : 0);
    }
}
