package dev.weir.analysis.conversation;

/** Times in which one sender, in the middle of what it had to say, had nothing in flight and nothing to send. */
public final class SendingGaps {
    /** Shorter ones are not counted. */
    public static final long LEAST_NANOS = 1_000_000;

    private long count;
    private long totalNanos;
    private long longestNanos;
    private long longestFrame;

    SendingGaps() {}

    public long count() {
        return count;
    }

    /** Nanoseconds. */
    public long totalNanos() {
        return totalNanos;
    }

    /** Nanoseconds. */
    public long longestNanos() {
        return longestNanos;
    }

    /** The segment that ended the longest; 0 without. */
    public long longestFrame() {
        return longestFrame;
    }

    void add(long nanos, long frame) {
        if (nanos < LEAST_NANOS) return;
        count++;
        totalNanos += nanos;
        if (nanos > longestNanos) {
            longestNanos = nanos;
            longestFrame = frame;
        }
    }
}
