package dev.weir.core.tcp.congestion;

/**
 * How much may be in flight: the one place where algorithms plug in. All sizes in bytes.
 *
 * <p>Detection of loss is somebody else's, and so is the decision when to send. One instance serves one connection,
 * inside turns only.
 */
public interface CongestionControl {
    String name();

    long cwnd();

    long ssthresh();

    /** 0: not paced. */
    default long pacingBytesPerSecond() {
        return 0;
    }

    /** New data was acknowledged, outside of recovery. */
    void onAck(AckSample sample);

    /**
     * Loss was detected by duplicate ACKs.
     *
     * @param inFlightBytes the flight size (RFC 5681 equation 4)
     * @param reducedAlready {@link #onCongestionExperienced} was called for the same window of data: once is enough
     */
    void onLoss(long inFlightBytes, boolean reducedAlready, long now);

    /** Routers have marked packets of this window instead of dropping them (RFC 3168 6.1.2); nothing is sent again. */
    void onCongestionExperienced(long inFlightBytes, long now);

    /** Inside recovery: another duplicate ACK, so another segment has left the network (RFC 5681 3.2 step 4). */
    void onDuplicateAck(long now);

    /** Inside recovery: a partial ACK of {@code acknowledgedBytes} (RFC 6582 3.2 step 3). */
    void onPartialAck(long acknowledgedBytes, long now);

    /** Recovery is over: everything outstanding when it began is acknowledged. */
    void onRecovered(long inFlightBytes, long now);

    /** @param first the first time-out of this data: only then the flight size counts (RFC 5681 3.1) */
    void onTimeout(long inFlightBytes, boolean first, long now);

    /**
     * The last {@link #onLoss} or {@link #onTimeout} was a mistake: nothing had been lost (RFC 4015 3.2 step 6).
     *
     * @param inFlightBytes the flight size, without what the ACK that told us covers
     */
    void onSpurious(long inFlightBytes, long acknowledgedBytes, long now);

    /** Nothing was sent for more than an RTO (RFC 5681 4.1). */
    void onIdle(long now);

    /** The segment size changed with the path MTU. */
    void onSegmentSize(int smss);
}
