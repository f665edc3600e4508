package dev.weir.core.tcp;

import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.core.ip.IpDatagram;
import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptions;

/**
 * The way in: header checks, demultiplexing, and the numbering of the segment for whom it meets.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.7.1 RFC 9293, sections 3.1 and 3.10.7.1
 */
final class TcpInput {
    private static final int SYN_FIN = TcpFlags.SYN | TcpFlags.FIN;

    private final Tcp tcp;

    TcpInput(Tcp tcp) {
        this.tcp = tcp;
    }

    DropReason receive(IpDatagram d, long now) {
        var s = d.segment();
        long o = d.payloadOffset();
        Fault fault = TcpHeader.check(s, o, d.payloadLength());
        if (fault != Fault.NONE) return dropped(null, DropReason.BAD_TCP_HEADER, now);
        if (!d.needsNoVerification() && !checksumVerifies(d)) return dropped(null, DropReason.BAD_TCP_CHECKSUM, now); // MUST-3
        if (!tcp.addresses().isLocal(d.destinationHigh(), d.destinationLow())) {
            return dropped(null, DropReason.NOT_UNICAST, now); // MUST-57; MUST-63 is IP's
        }
        tcp.counters().add(Counter.SEGMENTS_RECEIVED);
        int flags = TcpHeader.flags(s, o);
        if ((flags & SYN_FIN) == SYN_FIN && tcp.config().security().synFinDropped()) {
            return dropped(null, DropReason.FILTERED, now);
        }
        if ((flags & TcpFlags.RST) != 0) tcp.counters().add(Counter.RESETS_RECEIVED);
        var endpoint = tcp.endpoints().table().find(d.destinationHigh(), d.destinationLow(), TcpHeader.destinationPort(s, o),
                d.sourceHigh(), d.sourceLow(), TcpHeader.sourcePort(s, o));
        DropReason reason = switch (endpoint) {
            case Connection c -> toConnection(c, d, now);
            case HalfOpen h -> toHalfOpen(h, d, now);
            case TimeWait t -> toTimeWait(t, d, now);
            case null -> toNobody(flow(d), d, now);
        };
        if (reason != DropReason.NONE && reason != DropReason.CONNECTION_ENDED) {
            dropped(endpoint == null ? flow(d) : endpoint.flow(), reason, now);
        }
        return reason;
    }

    private DropReason toConnection(Connection c, IpDatagram d, long now) {
        var snd = c.sender().sequence();
        var rcv = c.receiver() == null ? null : c.receiver().sequence();
        var seg = segment(d, rcv, snd);
        int shift = c.isSynSent() || seg.syn() ? 0 : c.negotiated().sendShift();
        observe(c.flow(), seg, shift, now);
        c.heard(now);
        try {
            return SegmentArrives.at(c, seg, now);
        } catch (AssertionError invariant) {
            c.broken(invariant, now);
            return DropReason.CONNECTION_ENDED;
        }
    }

    private DropReason toHalfOpen(HalfOpen h, IpDatagram d, long now) {
        var seg = segment(d, h.receiveSequence(), h.sendSequence());
        observe(h.flow(), seg, seg.syn() ? 0 : h.sendShift(), now);
        return h.receive(seg, now);
    }

    private DropReason toTimeWait(TimeWait t, IpDatagram d, long now) {
        var seg = segment(d, t.receiveSequence(), t.sendSequence());
        observe(t.flow(), seg, seg.syn() ? 0 : t.sendShift(), now);
        if (seg.syn() && t.mayBeReopenedBy(seg)) {
            var listener = tcp.endpoints().listener(t.flow());
            if (listener != null) return tcp.handshakes().reopen(t, listener, segment(d, null, null), now);
        }
        if (seg.syn() && t.isEndedBy(seg)) {
            t.end(now);
            return toNobody(t.flow(), d, now);
        }
        return t.receive(seg, now);
    }

    private DropReason toNobody(Flow flow, IpDatagram d, long now) {
        var seg = segment(d, null, null);
        observe(flow, seg, 0, now);
        int wireAck = TcpHeader.acknowledgment(d.segment(), d.payloadOffset());
        var listener = tcp.endpoints().listener(flow);
        if (listener != null) return listener.receive(flow, seg, wireAck, now);
        if (!seg.rst()) { // 3.10.7.1 CLOSED
            int length = (int) (seg.end() - seg.seq());
            tcp.replies().add(Reset.answering(flow, seg.initial(), wireAck, seg.flags(), length,
                    tcp.answering(flow), SendCause.RESET_NO_ENDPOINT));
        }
        return DropReason.PORT_CLOSED;
    }

    /** Numbered for a connection; or, where there is none yet, from its own SEG.SEQ with a raw acknowledgment. */
    private static Segment segment(IpDatagram d, ReceiveSequence rcv, SendSequence snd) {
        var s = d.segment();
        long o = d.payloadOffset();
        int dataOffset = TcpHeader.dataOffset(s, o);
        int optionsLength = dataOffset - TcpHeader.MINIMUM_LENGTH;
        var options = optionsLength == 0 ? TcpOptions.NONE : TcpOptions.parse(s, TcpHeader.optionsOffset(o), optionsLength);
        int sequence = TcpHeader.sequence(s, o);
        int acknowledgment = TcpHeader.acknowledgment(s, o);
        return new Segment(
                rcv == null ? sequence : rcv.irs(),
                rcv == null ? 0 : rcv.unwrap(sequence),
                snd == null ? Integer.toUnsignedLong(acknowledgment) : snd.unwrap(acknowledgment),
                TcpHeader.flags(s, o),
                d.trafficClass() & 3,
                TcpHeader.window(s, o),
                TcpHeader.urgentPointer(s, o),
                d.payloadLength() - dataOffset,
                options,
                s,
                o + dataOffset);
    }

    private static Flow flow(IpDatagram d) {
        var s = d.segment();
        long o = d.payloadOffset();
        return new Flow(d.destination(), TcpHeader.destinationPort(s, o), d.source(), TcpHeader.sourcePort(s, o));
    }

    private static boolean checksumVerifies(IpDatagram d) {
        long pseudo = Checksum.pseudoHeader(d.sourceHigh(), d.sourceLow(), d.destinationHigh(), d.destinationLow(),
                IpProtocol.TCP, d.payloadLength());
        return Checksum.verifies(pseudo + Checksum.sum(d.segment(), d.payloadOffset(), d.payloadLength()));
    }

    private void observe(Flow flow, Segment seg, int shift, long now) {
        if (!tcp.observer().wants(EventKind.SEGMENT_RECEIVED)) return;
        long ack = seg.ack() ? seg.ackNumber() : 0;
        tcp.observer().on(new Event.SegmentReceived(now, flow, new SegmentView(seg.seq(), ack, seg.flags(), seg.length(),
                (long) seg.window() << shift, seg.urgentPointer(), seg.options())));
    }

    private DropReason dropped(Flow flow, DropReason reason, long now) {
        if (tcp.observer().wants(EventKind.DROPPED)) tcp.observer().on(new Event.Dropped(now, flow, reason));
        return reason;
    }
}
