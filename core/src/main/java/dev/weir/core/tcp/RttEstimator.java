package dev.weir.core.tcp;

import dev.weir.core.config.Rto;

/**
 * Round-trip time and retransmission time-out of one connection.
 *
 * <p>Takes only samples that Karn's algorithm allows (never of a retransmitted segment unless a timestamp tells the
 * copies apart); the caller decides that. Time is nanoseconds throughout.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6298 RFC 6298, sections 2, 3 and 5
 */
final class RttEstimator {
    static final long NO_SAMPLE = -1;

    private static final int ALPHA_SHIFT = 3; // alpha = 1/8
    private static final int BETA_SHIFT = 2; // beta = 1/4
    private static final long AFTER_LOST_SYN_NANOS = 3_000_000_000L; // (5.7)

    private final long minimumRtoNanos;
    private final long maximumRtoNanos;
    private final long granularityNanos; // G; 200 ms in the Linux profile, which so bounds the variance term

    private long srttNanos = NO_SAMPLE;
    private long rttvarNanos;
    private long rtoNanos;
    private long minimumRttNanos = NO_SAMPLE;
    private int backoff;

    RttEstimator(Rto config) {
        this.minimumRtoNanos = config.minimum().toNanos();
        this.maximumRtoNanos = config.maximum().toNanos();
        this.granularityNanos = config.granularity().toNanos();
        this.rtoNanos = config.initial().toNanos(); // (2.1) until the first measurement
    }

    /** Feeds one measurement R, and ends any back-off: the path has answered. */
    void sample(long rttNanos) {
        if (srttNanos == NO_SAMPLE) { // (2.2)
            srttNanos = rttNanos;
            rttvarNanos = rttNanos / 2;
        } else { // (2.3): RTTVAR before SRTT, since it uses the old SRTT
            rttvarNanos += (Math.abs(srttNanos - rttNanos) - rttvarNanos) >> BETA_SHIFT;
            srttNanos += (rttNanos - srttNanos) >> ALPHA_SHIFT;
        }
        minimumRttNanos = minimumRttNanos == NO_SAMPLE ? rttNanos : Math.min(minimumRttNanos, rttNanos);
        rtoNanos = clamp(srttNanos + Math.max(granularityNanos, 4 * rttvarNanos));
        backoff = 0;
    }

    /** (5.5) The timer has expired: the next time-out is twice as long, up to the maximum (2.5). */
    void timedOut() {
        if (rtoNanos() < maximumRtoNanos) backoff++;
    }

    /** RFC 4015 3.2 (8): the time-out was too short for this round trip; the estimate starts over from it. */
    void timeoutWasSpurious(long rttNanos) {
        srttNanos = Math.max(srttNanos, rttNanos);
        rttvarNanos = Math.max(rttvarNanos, rttNanos / 2);
        rtoNanos = clamp(srttNanos + Math.max(granularityNanos, 4 * rttvarNanos));
    }

    /** (5.7) Data transmission begins after a SYN was lost, and nothing has been measured: start over from 3 s. */
    void dataBeginsAfterLostSyn() {
        backoff = 0;
        if (srttNanos == NO_SAMPLE) rtoNanos = clamp(Math.max(rtoNanos, AFTER_LOST_SYN_NANOS));
    }

    /** The time-out to arm now, back-off included. */
    long rtoNanos() {
        return clamp(rtoNanos << Math.min(backoff, 32));
    }

    int backoff() {
        return backoff;
    }

    /** 0 before the first measurement, as is RTTVAR and the minimum. */
    long srttNanos() {
        return Math.max(0, srttNanos);
    }

    long rttvarNanos() {
        return rttvarNanos;
    }

    long minimumRttNanos() {
        return Math.max(0, minimumRttNanos);
    }

    boolean hasSample() {
        return srttNanos != NO_SAMPLE;
    }

    private long clamp(long nanos) {
        return nanos < 0 ? maximumRtoNanos : Math.clamp(nanos, minimumRtoNanos, maximumRtoNanos);
    }
}
