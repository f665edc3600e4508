package dev.weir.analysis.conversation;

/** How long a conversation spent with what, nanoseconds. The sum is its elapsed time, to the nanosecond. */
public final class TimeBudget {
    private final long[] nanos = new long[Period.values().length];

    TimeBudget() {}

    /** Nanoseconds spent so. */
    public long nanos(Period period) {
        return nanos[period.ordinal()];
    }

    /** The elapsed time, nanoseconds. */
    public long totalNanos() {
        long sum = 0;
        for (long value : nanos) sum += value;
        return sum;
    }

    void add(Period period, long spentNanos) {
        nanos[period.ordinal()] += spentNanos;
    }
}
