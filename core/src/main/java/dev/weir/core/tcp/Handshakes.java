package dev.weir.core.tcp;

import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.ip.IpOutput;
import dev.weir.wire.AccurateEcnOption;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/**
 * How connections begin: what a SYN offers, the SYN-ACK, and the ends of the handshakes of listeners, with a {@link
 * HalfOpen}, with a cookie, or in the place of a connection in TIME-WAIT.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.5 RFC 9293, section 3.5; RFC 4987; RFC 6191
 */
final class Handshakes {
    private final Tcp tcp;

    Handshakes(Tcp tcp) {
        this.tcp = tcp;
    }

    /** The handshake of a passive open is complete. */
    Connection complete(Flow flow, int iss, int irs, Negotiated.Offer offer, TcpOptions peer, int peerWindow,
            Listener listener, long rttNanos, int synAckTimeouts, long now) {
        listener.binding().hold();
        var connection = new Connection(tcp, flow, tcp.endpoints().nextSerial(), iss, 1, offer, listener.options(), listener.binding(),
                listener, now);
        tcp.endpoints().add(connection);
        tcp.counters().add(Counter.CONNECTIONS_ACCEPTED);
        connection.synReceived(irs, peer, peerWindow, now);
        connection.sender().retransmission().handshakeMeasured(rttNanos, synAckTimeouts);
        connection.accepted(now);
        listener.completed(connection);
        return connection;
    }

    /** RFC 7413 4.2.2: the SYN may open the connection at once, so that its data is there before the handshake ends. */
    DropReason fastOpen(Listener listener, Flow flow, Segment syn, int iss, FastOpenOption option, long now) {
        listener.binding().hold();
        var connection = new Connection(tcp, flow, tcp.endpoints().nextSerial(), iss, 0, offer(flow, listener.options(), now),
                listener.options(), listener.binding(), listener, now);
        tcp.endpoints().add(connection);
        tcp.counters().add(Counter.CONNECTIONS_ACCEPTED);
        connection.synReceived(syn.initial(), syn.options(), syn.window(), now);
        connection.fastOpened(syn, option, now);
        listener.completed(connection);
        return DropReason.NONE;
    }

    void answerWithCookie(Listener listener, Flow flow, Segment syn, Negotiated.Offer offer, long now) {
        int mss = Negotiated.of(offer, syn.options(), flow.remote().isIpv4()).peerMss();
        int iss = tcp.cookies().make(flow, syn.initial(), mss, now);
        tcp.counters().add(Counter.SYN_COOKIES_SENT);
        tcp.replies().add(synAck(flow, iss, syn.initial(), offer, null, 0, AccurateEcnOption.ABSENT, FastOpenOption.ABSENT,
                listener.options(), SendCause.SYN_COOKIE, now));
    }

    DropReason completeCookie(Listener listener, Flow flow, Segment seg, int irs, int iss, int mss, long now) {
        tcp.counters().add(Counter.SYN_COOKIES_ACCEPTED);
        var remembered = new TcpOptions(mss, -1, false, false, 0, 0, TcpOptions.NONE.sackEdges());
        tcp.stateChanged(flow, State.LISTEN, State.SYN_RECEIVED, "SYN cookie", now);
        var connection = complete(flow, iss, irs, offer(flow, listener.options(), now).mssOnly(), remembered, seg.window(),
                listener, -1, 0, now);
        var numbered = new Segment(irs, 1, 1, seg.flags(), seg.ecn(), seg.window(), seg.urgentPointer(), seg.length(),
                seg.options(), seg.data(), seg.dataOffset());
        return SegmentArrives.at(connection, numbered, now);
    }

    /** MAY-2: the ISN of the new connection is above everything the old one used. */
    DropReason reopen(TimeWait old, Listener listener, Segment syn, long now) {
        DropReason refused = listener.refuse(old.flow(), syn, now);
        if (refused != DropReason.NONE) return refused;
        if (!listener.hasRoomForHalfOpen()) return DropReason.BACKLOG_FULL; // a cookie would not remember the old one
        int last = old.sendSequence().wire(old.sendSequence().nxt());
        int iss = tcp.initialSequence().of(old.flow(), now);
        if (iss - last <= 0) iss = last + 0x10000 + (iss & 0xffff);
        old.reopened(now);
        return listener.listen(old.flow(), syn, iss, FastOpenOption.ABSENT, old, now);
    }

    /** What our SYN offers to this peer (SHLD-5, SHLD-6, MUST-67). */
    Negotiated.Offer offer(Flow flow, ConnectionOptions options, long now) {
        int headers = IpOutput.headerLength(flow.remote()) + 20;
        var syn = tcp.config().options();
        boolean ofPath = syn.mssOfPath() && !flow.remote().isIpv4();
        int mtu = ofPath ? tcp.ip().pathMtu(flow.remote(), now) : tcp.ip().capabilities(flow.remote()).mtu();
        int mss = Math.max(1, Math.min(mtu - headers, options.maximumMss()));
        var buffers = tcp.config().buffers();
        boolean chosen = options.receiveBytes() != buffers.receiveBytes() && !buffers.offersAll(); // it will not grow
        int scaled = chosen ? options.receiveBytes() : Math.max(options.receiveBytes(), buffers.scaledBytes());
        int shift = 0;
        while (shift < Negotiated.MAXIMUM_SHIFT && scaled >> shift > 0xffff) shift++;
        if (options.withoutOptions()) return Negotiated.Offer.nothing(mss);
        return new Negotiated.Offer(mss, syn.windowScaling() ? shift : -1, syn.sack(), syn.timestamps(), true);
    }

    /**
     * @param timestamps null: none are offered
     * @param ecnFlags what it says about ECN
     * @param counts where accurate feedback is granted
     */
    Reply synAck(Flow flow, int iss, int irs, Negotiated.Offer offer, Timestamps timestamps, int ecnFlags,
            AccurateEcnOption counts, FastOpenOption fastOpen, ConnectionOptions options, SendCause cause, long now) {
        boolean stamped = offer.timestamps() && timestamps != null;
        var carried = new TcpOptions(offer.saysMss() ? offer.mss() : -1, offer.windowShift(), offer.sack(), stamped,
                stamped ? timestamps.value(now) : 0, stamped ? timestamps.echo() : 0, TcpOptions.NONE.sackEdges(),
                fastOpen, counts);
        int window = Math.min(options.receiveBytes(), 0xffff);
        return new Reply(flow, iss, irs + 1, TcpFlags.SYN | TcpFlags.ACK | ecnFlags, window, carried,
                options.trafficClass(), options.timeToLive(), cause, 0, 1, window);
    }
}
