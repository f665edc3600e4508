package dev.weir.core.tcp;

/**
 * The receive sequence space: RFC 9293 3.3.1, figure 4. Positions count from IRS.
 *
 * <pre>
 *        1          2          3
 *   ----------|----------|----------
 *          RCV.NXT    RCV.NXT + RCV.WND
 *   1 received   2 may be received   3 not yet allowed
 * </pre>
 */
final class ReceiveSequence {
    static final long NOT_SEEN = Long.MAX_VALUE;

    private final int irs;
    private long nxt;
    private long finPosition = NOT_SEEN;

    ReceiveSequence(int irs, long nxt) {
        this.irs = irs;
        this.nxt = nxt;
    }

    int wire(long position) {
        return Sequence.wrap(irs, position);
    }

    /** The position that a received SEG.SEQ names: near RCV.NXT, negative for an old duplicate from before IRS. */
    long unwrap(int wireSequence) {
        return Sequence.unwrap(irs, nxt, wireSequence);
    }

    int irs() {
        return irs;
    }

    long nxt() {
        return nxt;
    }

    void advance(long to) {
        nxt = to;
    }

    /** Where the peer's FIN stands, once seen, also beyond a hole. The first one counts: a stream ends once. */
    void finSeen(long position) {
        if (finPosition == NOT_SEEN) finPosition = position;
    }

    long finPosition() {
        return finPosition;
    }

    /** The FIN has been taken: RCV.NXT stands behind it. */
    boolean finReceived() {
        return nxt > finPosition;
    }
}
