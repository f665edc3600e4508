package dev.weir.core.tcp.congestion;

/**
 * Slow start, congestion avoidance and the window of NewReno's fast recovery.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5681 RFC 5681, sections 3.1, 3.2 and 4.1
 * @spec https://www.rfc-editor.org/rfc/rfc6582 RFC 6582, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc4015 RFC 4015, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc3168 RFC 3168, section 6.1.2
 */
public final class NewReno implements CongestionControl {
    private final long initialWindowSegments;
    private final long slowStartSegments;
    private int smss;
    private long cwnd;
    private long ssthresh = Long.MAX_VALUE; // 3.1: arbitrarily high
    private long ssthreshBefore = Long.MAX_VALUE; // "pipe_prev" of RFC 4015: what to return to if the reduction was a mistake
    private long acknowledgedInRound; // RFC 3465: bytes counted towards the next segment of congestion avoidance

    /**
     * @param smss effective segment size, options excluded
     * @param initialWindowSegments RFC 6928: 10; 1 after a lost SYN (RFC 5681 3.1)
     * @param slowStartSegments RFC 3465's L: how much one ACK opens cwnd in slow start at most
     */
    public NewReno(int smss, int initialWindowSegments, int slowStartSegments) {
        this.smss = smss;
        this.initialWindowSegments = initialWindowSegments;
        this.slowStartSegments = slowStartSegments;
        this.cwnd = (long) initialWindowSegments * smss;
    }

    @Override
    public String name() {
        return "newreno";
    }

    @Override
    public long cwnd() {
        return cwnd;
    }

    @Override
    public long ssthresh() {
        return ssthresh;
    }

    @Override
    public void onAck(AckSample sample) {
        if (!sample.limitedByCwnd() || sample.congestionExperienced()) return;
        if (cwnd < ssthresh) { // (2): by what was acknowledged, within a limit; not beyond ssthresh
            long opened = Math.min(sample.acknowledgedBytes(), slowStartSegments * smss);
            cwnd = Math.min(cwnd + opened, Math.max(ssthresh, cwnd + smss));
            return;
        }
        acknowledgedInRound += sample.acknowledgedBytes();
        if (acknowledgedInRound >= cwnd) { // about one segment per round trip
            acknowledgedInRound -= cwnd;
            cwnd += smss;
        }
    }

    @Override
    public void onLoss(long inFlightBytes, boolean reducedAlready, long now) {
        if (!reducedAlready) halve(inFlightBytes); // (4)
        cwnd = ssthresh + 3L * smss; // 3.2 step 3: three segments have left the network
    }

    @Override
    public void onCongestionExperienced(long inFlightBytes, long now) {
        reduceTo(inFlightBytes / 2);
    }

    /** For good: who has marked a packet meant it. */
    void reduceTo(long bytes) {
        ssthresh = Math.max(bytes, 2L * smss);
        ssthreshBefore = ssthresh;
        cwnd = Math.min(cwnd, ssthresh);
        acknowledgedInRound = 0;
    }

    @Override
    public void onDuplicateAck(long now) {
        cwnd += smss;
    }

    @Override
    public void onPartialAck(long acknowledgedBytes, long now) {
        cwnd = Math.max(cwnd - acknowledgedBytes, 0); // deflate by what left, and
        if (acknowledgedBytes >= smss) cwnd += smss; // add back the segment that is retransmitted
        cwnd = Math.max(cwnd, smss);
    }

    @Override
    public void onRecovered(long inFlightBytes, long now) {
        cwnd = Math.min(ssthresh, Math.max(inFlightBytes, smss) + smss); // 6582 step 3 option 1: no burst
        acknowledgedInRound = 0;
    }

    @Override
    public void onTimeout(long inFlightBytes, boolean first, long now) {
        if (first) halve(inFlightBytes);
        cwnd = smss; // loss window
        acknowledgedInRound = 0;
    }

    @Override
    public void onSpurious(long inFlightBytes, long acknowledgedBytes, long now) {
        cwnd = inFlightBytes + Math.min(acknowledgedBytes, initialWindowSegments * smss); // no burst
        ssthresh = ssthreshBefore; // slow start leads back to where we were
    }

    @Override
    public void onIdle(long now) {
        cwnd = Math.min(cwnd, initialWindowSegments * smss); // restart window
    }

    @Override
    public void onSegmentSize(int newSmss) {
        cwnd = Math.max(newSmss, cwnd / smss * newSmss);
        smss = newSmss;
    }

    private void halve(long inFlightBytes) {
        ssthreshBefore = Math.max(inFlightBytes, ssthresh);
        ssthresh = Math.max(inFlightBytes / 2, 2L * smss);
    }
}
