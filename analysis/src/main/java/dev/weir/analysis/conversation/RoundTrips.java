package dev.weir.analysis.conversation;

/**
 * How long the acknowledgment of one sender's data took to come by: the way from the point of capture to the receiver
 * and
 * back, and what the receiver waited. Segments that were sent twice give no sample (Karn, RFC 6298 3), nor do those
 * whose acknowledgment waited for a hole to be filled.
 */
public final class RoundTrips {
    /** Classes of bytes in flight: class n has 2^n to 2^(n+1) - 1. */
    private static final int CLASSES = 40;

    private final Histogram histogram = new Histogram();
    private int[] countByFlight;
    private long[] sumByFlight;
    private long srttNanos;
    private long varianceNanos;
    private long latestNanos;

    RoundTrips() {}

    /** All samples, nanoseconds. */
    public Histogram histogram() {
        return histogram;
    }

    /** The smoothed round trip of RFC 6298 over the samples so far, nanoseconds; 0 without. */
    public long smoothedNanos() {
        return srttNanos;
    }

    /**
     * Mean of the samples taken with the least in flight (the lowest quarter of the samples by bytes in flight),
     * nanoseconds; 0 without samples.
     */
    public long lightlyLoadedNanos() {
        return meanOf(0, 1);
    }

    /**
     * Mean of the samples taken with the most in flight (the highest quarter by bytes in flight), nanoseconds; 0
     * without samples. Far above {@link #lightlyLoadedNanos()}: a queue fills as the sender does.
     */
    public long heavilyLoadedNanos() {
        return meanOf(CLASSES - 1, -1);
    }

    /** The last sample, nanoseconds; 0 without. */
    public long latestNanos() {
        return latestNanos;
    }

    void add(long nanos, long inFlightBytes) {
        histogram.add(nanos);
        latestNanos = nanos;
        if (srttNanos == 0) {
            srttNanos = Math.max(1, nanos);
            varianceNanos = nanos / 2;
        } else {
            varianceNanos += (Math.abs(srttNanos - nanos) - varianceNanos) / 4;
            srttNanos = Math.max(1, srttNanos + (nanos - srttNanos) / 8);
        }
        if (countByFlight == null) {
            countByFlight = new int[CLASSES];
            sumByFlight = new long[CLASSES];
        }
        int at = Math.clamp(63 - Long.numberOfLeadingZeros(Math.max(1, inFlightBytes)), 0, CLASSES - 1);
        countByFlight[at]++;
        sumByFlight[at] += nanos;
    }

    /** RFC 6298 with Linux's least 200 ms above the smoothed round trip, nanoseconds; 1 s without samples. */
    long timeoutNanos() {
        return srttNanos == 0 ? 1_000_000_000L : srttNanos + Math.max(200_000_000L, 4 * varianceNanos);
    }

    private long meanOf(int from, int step) {
        long wanted = (histogram.count() + 3) / 4;
        long count = 0;
        long sum = 0;
        for (int i = from; count < wanted; i += step) {
            count += countByFlight[i];
            sum += sumByFlight[i];
        }
        return count == 0 ? 0 : sum / count;
    }
}
