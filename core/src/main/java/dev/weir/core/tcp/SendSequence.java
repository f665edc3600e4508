package dev.weir.core.tcp;

/**
 * The send sequence space: RFC 9293 3.3.1, figure 3. Positions count from ISS.
 *
 * <pre>
 *        1         2          3          4
 *   ----------|----------|----------|----------
 *          SND.UNA    SND.NXT    SND.UNA + SND.WND
 *   1 acknowledged   2 sent, not acknowledged   3 may be sent   4 not yet allowed
 * </pre>
 */
final class SendSequence {
    static final long NOT_QUEUED = Long.MAX_VALUE;

    private final int iss;
    private long una;
    private long nxt;
    private long wnd;
    private long wl1 = -1; // position in the peer's space of the segment that last updated the window
    private long wl2 = -1; // and its acknowledgment
    private long maximumWnd;
    private long finPosition = NOT_QUEUED;

    /** @param una 0 before our SYN is acknowledged, 1 after */
    SendSequence(int iss, long una) {
        this.iss = iss;
        this.una = una;
        this.nxt = una;
    }

    int iss() {
        return iss;
    }

    /** The wire number of a position. */
    int wire(long position) {
        return Sequence.wrap(iss, position);
    }

    /** The position that a received SEG.ACK names: near SND.UNA. */
    long unwrap(int wireAck) {
        return Sequence.unwrap(iss, una, wireAck);
    }

    long una() {
        return una;
    }

    long nxt() {
        return nxt;
    }

    long wnd() {
        return wnd;
    }

    /** First position that the peer does not allow yet. */
    long rightEdge() {
        return una + wnd;
    }

    /** SND.NXT, unless the peer's window ends before: there it would not look at a segment without text. */
    long acceptable() {
        return Math.min(nxt, rightEdge());
    }

    /** Max(SND.WND) of RFC 9293 3.8.6.2.1, MAX.SND.WND of RFC 5961 5.2. */
    long maximumWnd() {
        return maximumWnd;
    }

    /** Where our FIN stands, or {@link #NOT_QUEUED}. */
    long finPosition() {
        return finPosition;
    }

    boolean finQueued() {
        return finPosition != NOT_QUEUED;
    }

    boolean finSent() {
        return nxt > finPosition;
    }

    boolean finAcknowledged() {
        return una > finPosition;
    }

    void acknowledge(long ack) {
        una = ack;
    }

    void advance(long to) {
        nxt = Math.max(nxt, to);
    }

    void queueFin(long position) {
        finPosition = position;
    }

    /**
     * 3.10.7.4, fifth: takes the window of a segment unless it is older than the one that set it. A retransmission has an
     * old SEG.SEQ; but if it acknowledges more, it was sent later, and without its window the edge would move on with
     * SND.UNA beyond what was ever offered.
     *
     * @param bytes scaled
     * @return true if the offered window changed
     */
    boolean updateWindow(long seq, long ack, long bytes) {
        if (ack <= wl2 && (wl1 > seq || wl1 == seq && wl2 > ack)) return false;
        boolean changed = bytes != wnd;
        wnd = bytes;
        wl1 = seq;
        wl2 = ack;
        maximumWnd = Math.max(maximumWnd, bytes);
        return changed;
    }
}
