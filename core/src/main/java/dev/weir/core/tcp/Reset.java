package dev.weir.core.tcp;

import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/**
 * The resets that we send.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.5.2 RFC 9293, section 3.5.2
 */
final class Reset {
    private Reset() {}

    /**
     * For a segment that meets no connection, or a listener: with an ACK its number is believed ({@code SEQ=SEG.ACK}),
     * without one the reset acknowledges the whole segment. Numbers as on the wire.
     *
     * @param length SEG.LEN, SYN and FIN included
     * @param options traffic class and hops of the reset
     */
    static Reply answering(Flow flow, int seq, int ack, int flags, int length, ConnectionOptions options,
            SendCause cause) {
        if ((flags & TcpFlags.ACK) != 0) {
            return new Reply(flow, ack, 0, TcpFlags.RST, 0, TcpOptions.NONE, options.trafficClass(), options.timeToLive(),
                    cause, Integer.toUnsignedLong(ack), 0, 0);
        }
        int acknowledged = seq + length;
        return new Reply(flow, 0, acknowledged, TcpFlags.RST | TcpFlags.ACK, 0, TcpOptions.NONE, options.trafficClass(),
                options.timeToLive(), cause, 0, Integer.toUnsignedLong(acknowledged), 0);
    }

    /** For an unacceptable acknowledgment during our handshake: {@code SEQ=SEG.ACK}. */
    static Reply ofUnacceptableAck(Connection c, Segment seg) {
        var snd = c.sender().sequence();
        return new Reply(c.flow(), snd.wire(seg.ackNumber()), 0, TcpFlags.RST, 0, TcpOptions.NONE,
                c.options().trafficClass(), c.options().timeToLive(), SendCause.RESET_HALF_OPEN, seg.ackNumber(), 0, 0);
    }

    /**
     * Ends a synchronized connection: at SND.NXT (RFC 9293 3.10.5), or at the end of the peer's window if a probe has gone
     * beyond; with an ACK, so that RFC 5961 peers believe it.
     */
    static Reply ending(Connection c, SendCause cause, long now) {
        return ending(c, c.sender().sequence().acceptable(), cause, now);
    }

    /** The same at SND.UNA: what the peer expects if all that is under way was lost. */
    static Reply endingUnacknowledged(Connection c, SendCause cause, long now) {
        return ending(c, c.sender().sequence().una(), cause, now);
    }

    private static Reply ending(Connection c, long position, SendCause cause, long now) {
        var snd = c.sender().sequence();
        var options = c.negotiated().timestamps() // RFC 7323 3.2: SHOULD
                ? new TcpOptions(-1, -1, false, true, c.timestamps().value(now), c.timestamps().echo(),
                        TcpOptions.NONE.sackEdges())
                : TcpOptions.NONE;
        return new Reply(c.flow(), snd.wire(position), c.emission().acknowledgmentField(), TcpFlags.RST | TcpFlags.ACK, 0,
                options, c.options().trafficClass(), c.options().timeToLive(), cause, position,
                c.emission().acknowledgmentPosition(), 0);
    }
}
