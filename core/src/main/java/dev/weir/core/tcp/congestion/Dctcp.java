package dev.weir.core.tcp.congestion;

/**
 * NewReno that gives way to marks by as much as is marked: a mean of the share of marked bytes, over windows, is what
 * cwnd is reduced by half of. Loss is answered as ever. For networks of one owner, whose queues mark early.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8257#section-3.3 RFC 8257, sections 3.3 and 3.5
 */
public final class Dctcp implements CongestionControl {
    private static final double GAIN = 1.0 / 16; // g, 4.2

    private final NewReno reno;
    private double alpha = 1; // 3.3: the worst is assumed until a window is over
    private long windowBytes;
    private long acknowledgedBytes; // of this window
    private long markedBytes;

    /** As {@link NewReno#NewReno}'s. */
    public Dctcp(int smss, int initialWindowSegments, int slowStartSegments) {
        this.reno = new NewReno(smss, initialWindowSegments, slowStartSegments);
        this.windowBytes = reno.cwnd();
    }

    @Override
    public String name() {
        return "dctcp";
    }

    @Override
    public long cwnd() {
        return reno.cwnd();
    }

    @Override
    public long ssthresh() {
        return reno.ssthresh();
    }

    /** DCTCP.Alpha: the mean share of marked bytes, 0..1. */
    public double alpha() {
        return alpha;
    }

    @Override
    public void onAck(AckSample sample) {
        acknowledgedBytes += sample.acknowledgedBytes();
        markedBytes += sample.markedBytes();
        if (acknowledgedBytes >= windowBytes) { // steps 5 to 8: about a round trip is over
            alpha = alpha * (1 - GAIN) + GAIN * Math.min(1, (double) markedBytes / acknowledgedBytes);
            acknowledgedBytes = 0;
            markedBytes = 0;
            windowBytes = Math.max(sample.inFlightBytes(), 1);
        }
        reno.onAck(sample);
    }

    @Override
    public void onCongestionExperienced(long inFlightBytes, long now) {
        reno.reduceTo((long) (reno.cwnd() * (1 - alpha / 2))); // step 9
    }

    @Override
    public void onLoss(long inFlightBytes, boolean reducedAlready, long now) {
        reno.onLoss(inFlightBytes, false, now); // 3.5: a loss is more than marks
    }

    @Override
    public void onDuplicateAck(long now) {
        reno.onDuplicateAck(now);
    }

    @Override
    public void onPartialAck(long acknowledged, long now) {
        reno.onPartialAck(acknowledged, now);
    }

    @Override
    public void onRecovered(long inFlightBytes, long now) {
        reno.onRecovered(inFlightBytes, now);
    }

    @Override
    public void onTimeout(long inFlightBytes, boolean first, long now) {
        reno.onTimeout(inFlightBytes, first, now);
    }

    @Override
    public void onSpurious(long inFlightBytes, long acknowledged, long now) {
        reno.onSpurious(inFlightBytes, acknowledged, now);
    }

    @Override
    public void onIdle(long now) {
        reno.onIdle(now);
    }

    @Override
    public void onSegmentSize(int smss) {
        reno.onSegmentSize(smss);
    }
}
