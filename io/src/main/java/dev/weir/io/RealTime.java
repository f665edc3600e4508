package dev.weir.io;

import java.time.Instant;

/** The clock of every {@link EventLoop} of this process: monotonic, never negative, the same for all of them. */
final class RealTime {
    private static final long ORIGIN = System.nanoTime();
    private static final Instant EPOCH_AT_ORIGIN = Instant.now();

    private RealTime() {}

    /** Nanoseconds; only differences mean something. */
    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    /**
     * The wall time of an instant of {@link #now()}, in nanoseconds since 1970; a clock set meanwhile is not followed.
     */
    static long epochNanos(long now) {
        return EPOCH_AT_ORIGIN.getEpochSecond() * 1_000_000_000 + EPOCH_AT_ORIGIN.getNano() + now;
    }

    /** The instant whose {@link #epochNanos} is this. */
    static long ofEpochNanos(long epochNanos) {
        return epochNanos - epochNanos(0);
    }
}
