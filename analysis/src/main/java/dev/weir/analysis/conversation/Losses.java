package dev.weir.analysis.conversation;

import dev.weir.analysis.conversation.Retransmission.Kind;
import dev.weir.analysis.conversation.Retransmission.LossSide;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one sender sent again, and why. Keep-alives and probes of a closed window count apart. */
public final class Losses {
    private final long[] segments = new long[Kind.values().length];
    private final long[] lost = new long[LossSide.values().length];
    private final int limit;
    private List<Retransmission> examples = List.of();
    private long bytes;
    private long timeouts;
    private long recoveries;
    private long keepAlives;
    private long zeroWindowProbes;
    private long costNanos;
    private long dsackBytes;
    private long damaged;
    private Histogram inFlight;
    private Histogram roundTrips;

    Losses(int limit) {
        this.limit = limit;
    }

    /** Segments sent again, of all kinds. */
    public long segments() {
        long sum = 0;
        for (long count : segments) sum += count;
        return sum;
    }

    /** Segments sent again for this reason. */
    public long segments(Kind kind) {
        return segments[kind.ordinal()];
    }

    /** Segments whose copy before was lost there. */
    public long segments(LossSide side) {
        return lost[side.ordinal()];
    }

    /** Bytes of text sent again. */
    public long bytes() {
        return bytes;
    }

    /** How often the retransmission timer expired: several segments may follow from one. */
    public long timeouts() {
        return timeouts;
    }

    /** Recoveries that duplicate or selective acknowledgments began. */
    public long recoveries() {
        return recoveries;
    }

    /** Keep-alive segments; not in {@link #segments()}. */
    public long keepAlives() {
        return keepAlives;
    }

    /** Segments that asked whether a closed window had opened; not in {@link #segments()}. */
    public long zeroWindowProbes() {
        return zeroWindowProbes;
    }

    /**
     * The time from the lost copy to the next, nanoseconds, summed over time-outs and recoveries, not over segments.
     */
    public long costNanos() {
        return costNanos;
    }

    /** Bytes that the receiver said it got twice (RFC 2883). */
    public long dsackBytes() {
        return dsackBytes;
    }

    /** Segments whose copy before had a wrong checksum when it came by. */
    public long damaged() {
        return damaged;
    }

    /** Bytes in flight when the lost copies were sent, those that came by. */
    public Histogram inFlightAtLoss() {
        return inFlight == null ? new Histogram() : inFlight;
    }

    /** The last round trip measured before each loss showed, nanoseconds: long where a full queue loses. */
    public Histogram roundTripsAtLoss() {
        return roundTrips == null ? new Histogram() : roundTrips;
    }

    /** The first ones, with frames. */
    public List<Retransmission> examples() {
        return Collections.unmodifiableList(examples);
    }

    void add(Retransmission.Kind kind, LossSide side, int lengthBytes) {
        segments[kind.ordinal()]++;
        lost[side.ordinal()]++;
        bytes += lengthBytes;
    }

    /** A copy that came by was lost. */
    void lost(long inFlightBytes, long latestRttNanos, boolean wasDamaged) {
        if (inFlight == null) {
            inFlight = new Histogram();
            roundTrips = new Histogram();
        }
        inFlight.add(inFlightBytes);
        if (latestRttNanos > 0) roundTrips.add(latestRttNanos);
        if (wasDamaged) damaged++;
    }

    /** One that was counted turns out to be needless. */
    void needless(Retransmission.Kind kind, LossSide side, int example) {
        segments[kind.ordinal()]--;
        lost[side.ordinal()]--;
        segments[Kind.SPURIOUS.ordinal()]++;
        lost[LossSide.NOT_LOST.ordinal()]++;
        if (example < 0 || example >= examples.size()) return;
        var of = examples.get(example);
        examples.set(example, new Retransmission(of.frame(), of.firstFrame(), of.timestampNanos(), of.position(),
                of.lengthBytes(), Kind.SPURIOUS, LossSide.NOT_LOST, of.costNanos(), of.flightBytes(),
                of.copyWasDamaged()));
    }

    boolean keepsMore() {
        return examples.size() < limit;
    }

    /** Its place among the examples. */
    int keep(Retransmission example) {
        if (examples.isEmpty()) examples = new ArrayList<>(4);
        examples.add(example);
        return examples.size() - 1;
    }

    void timeout(long waitedNanos) {
        timeouts++;
        costNanos += waitedNanos;
    }

    void recovery(long waitedNanos) {
        recoveries++;
        costNanos += waitedNanos;
    }

    void keepAlive() {
        keepAlives++;
    }

    void zeroWindowProbe() {
        zeroWindowProbes++;
    }

    void duplicateReported(long reportedBytes) {
        dsackBytes += reportedBytes;
    }
}
