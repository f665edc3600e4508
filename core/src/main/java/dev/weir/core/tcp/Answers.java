package dev.weir.core.tcp;

import dev.weir.core.event.Counter;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/**
 * The ACKs that a connection owes at once and one by one: captured as they are true now, sent by the next flush, not
 * merged with others.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5681#section-4.2 RFC 5681, section 4.2; RFC 5961, section 7
 */
final class Answers {
    private final Connection connection;
    private long lastLimitedAt = Long.MIN_VALUE;

    Answers(Connection connection) {
        this.connection = connection;
    }

    void acknowledge(SendCause cause, long now) {
        acknowledge(connection.emission().repeatsFin(), cause, now);
    }

    private void acknowledge(boolean fin, SendCause cause, long now) {
        var c = connection;
        var snd = c.sender().sequence();
        long seq = fin ? snd.finPosition() : snd.nxt();
        var rcv = c.receiver().sequence();
        boolean stamped = c.negotiated().timestamps();
        int fields = c.emission().accurateEcnFields();
        int[] blocks = c.emission().hasSackBlocks() ? c.emission().takeSackBlocks() : TcpOptions.NONE.sackEdges();
        var carried = new TcpOptions(-1, -1, false, stamped, stamped ? c.timestamps().value(now) : 0,
                stamped ? c.timestamps().echo() : 0, blocks);
        if (fields > 0) carried = carried.withAccurateEcn(c.ecn().accurate().option(fields));
        int window = c.receiver().offeredField();
        int flags = TcpFlags.ACK | (fin ? TcpFlags.FIN : 0) | c.ecn().echoFlags();
        boolean queued = c.tcp().replies().add(new Reply(c.flow(), snd.wire(seq), rcv.wire(rcv.nxt()), flags, window, carried,
                c.options().trafficClass(), c.ecn().controlCodepoint(), c.options().timeToLive(), cause, seq, rcv.nxt(),
                (long) window << c.negotiated().receiveShift()));
        if (queued) c.emission().answered();
    }

    /**
     * As {@link #acknowledge}; but where {@code seg} carries no data, not more often than the limit, lest two confused
     * peers answer each other for ever.
     */
    void acknowledgeLimited(Segment seg, SendCause cause, long now) {
        boolean limited = seg.length() == 0 || seg.syn();
        long interval = connection.tcp().config().security().invalidAckInterval().toNanos();
        if (limited && lastLimitedAt != Long.MIN_VALUE && now - lastLimitedAt < interval) return;
        if (limited) lastLimitedAt = now;
        acknowledge(!seg.syn() && connection.emission().repeatsFin(), cause, now);
    }

    /** RFC 5961 section 7: limited for the whole stack. */
    void challenge(long now) {
        if (connection.tcp().challenges().grant(now)) {
            acknowledge(false, SendCause.CHALLENGE_ACK, now);
        } else {
            connection.tcp().counters().add(Counter.CHALLENGE_ACKS_SUPPRESSED);
        }
    }
}
