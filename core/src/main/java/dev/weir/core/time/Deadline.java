package dev.weir.core.time;

/** Instants of a monotonic clock in nanoseconds, as they are passed through the engine. */
public final class Deadline {
    /** Later than every instant: nothing is due. */
    public static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /** {@code now + delay}, and {@link #NEVER} instead of an overflow. Both at least 0. */
    public static long after(long nowNanos, long delayNanos) {
        long sum = nowNanos + delayNanos;
        return sum < 0 ? NEVER : sum;
    }
}
