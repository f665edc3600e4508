package dev.weir.analysis.conversation;

/** How much of one sender's data was on its way, and what kept it from being more. Seen from the point of capture. */
public final class Flight {
    private final long[] limitedNanos = new long[SenderLimit.values().length];
    private long greatest;
    private double byteNanos;
    private long busyNanos;
    private long initialBytes;
    private int initialSegments;

    Flight() {}

    /** Bytes sent and not acknowledged, at most. */
    public long greatestBytes() {
        return greatest;
    }

    /** Mean over the time in which something was in flight, bytes. */
    public long meanBytes() {
        return busyNanos == 0 ? 0 : (long) (byteNanos / busyNanos);
    }

    /** The time in which something was in flight, nanoseconds. */
    public long busyNanos() {
        return busyNanos;
    }

    /** How long this limited the sender, nanoseconds. */
    public long limitedNanos(SenderLimit limit) {
        return limitedNanos[limit.ordinal()];
    }

    /** Sent before the first acknowledgment of data, bytes. */
    public long initialBytes() {
        return initialBytes;
    }

    /** Sent before the first acknowledgment of data; fewer than really sent where the network card cuts them. */
    public int initialSegments() {
        return initialSegments;
    }

    void sent(long inFlightBytes) {
        if (inFlightBytes > greatest) greatest = inFlightBytes;
    }

    void initial(int lengthBytes) {
        initialBytes += lengthBytes;
        initialSegments++;
    }

    void passed(long nanos, long inFlightBytes, SenderLimit limit) {
        limitedNanos[limit.ordinal()] += nanos;
        if (inFlightBytes > 0) {
            busyNanos += nanos;
            byteNanos += (double) inFlightBytes * nanos;
        }
    }
}
