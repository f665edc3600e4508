package dev.weir.analysis.conversation;

/** How fast one sender's data was acknowledged. */
public final class DeliveryRate {
    /** Over which the peak is taken. */
    public static final long WINDOW_NANOS = 100_000_000;

    private long windowStart = Long.MIN_VALUE;
    private long windowBytes;
    private long peakBytes;
    private long firstNanos = Long.MIN_VALUE;
    private long latestNanos;
    private long bytes;

    DeliveryRate() {}

    /** The most in {@link #WINDOW_NANOS}, bytes per second; the mean where all took less than that. */
    public long peakBytesPerSecond() {
        long window = Math.max(peakBytes, windowBytes);
        return Math.max(meanBytesPerSecond(), window * (1_000_000_000 / WINDOW_NANOS));
    }

    /** From the first data segment to the last acknowledgment, bytes per second; 0 where nothing was acknowledged. */
    public long meanBytesPerSecond() {
        long elapsed = latestNanos - firstNanos;
        return bytes == 0 || elapsed <= 0 ? 0 : (long) (bytes * 1e9 / elapsed);
    }

    void sent(long now) {
        if (firstNanos == Long.MIN_VALUE) firstNanos = now;
    }

    void acknowledged(long acknowledgedBytes, long now) {
        bytes += acknowledgedBytes;
        latestNanos = Math.max(firstNanos, now);
        if (windowStart == Long.MIN_VALUE) windowStart = now;
        if (now - windowStart >= WINDOW_NANOS) {
            peakBytes = Math.max(peakBytes, windowBytes);
            windowBytes = 0;
            windowStart = now;
        }
        windowBytes += acknowledgedBytes;
    }
}
