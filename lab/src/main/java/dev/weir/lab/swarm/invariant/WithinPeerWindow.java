package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.Event;
import dev.weir.core.event.Event.SegmentReceived;
import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * No position is sent beyond the rightmost edge that the peer has offered. The one exception is the byte of a
 * zero-window probe, which lies just behind it.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6 RFC 9293, sections 3.8.6 and 3.8.6.1
 */
public final class WithinPeerWindow extends Invariant {
    private static final class Offer {
        private long edge;
        private long sent; // highest position that left
    }

    private final Map<Flow, Offer> offers = new HashMap<>();

    @Override
    public String name() {
        return "within-peer-window";
    }

    @Override
    public String source() {
        return "RFC 9293 3.8.6";
    }

    @Override
    public boolean wants(EventKind kind) {
        return kind == EventKind.SEGMENT_SENT || kind == EventKind.SEGMENT_RECEIVED;
    }

    @Override
    public void event(Event event) {
        if (event instanceof SegmentReceived received) received(received.flow(), received.segment());
        else if (event instanceof SegmentSent sent) sent(sent);
    }

    private void received(Flow flow, SegmentView segment) {
        if (segment.has(TcpFlags.RST)) return;
        boolean syn = segment.has(TcpFlags.SYN);
        if (syn && !segment.has(TcpFlags.ACK)) {
            offers.computeIfAbsent(flow, _ -> new Offer()).edge = 1 + segment.windowBytes();
            return;
        }
        var offer = offers.computeIfAbsent(flow, _ -> new Offer());
        if (segment.acknowledgment() > offer.sent) return; // of something that was never sent, or without a connection
        offer.edge = Math.max(offer.edge, segment.acknowledgment() + segment.windowBytes());
    }

    private void sent(SegmentSent event) {
        var segment = event.segment();
        if (segment.has(TcpFlags.RST)) return;
        var offer = offers.computeIfAbsent(event.flow(), _ -> new Offer());
        if (segment.has(TcpFlags.SYN)) {
            offer.sent = Math.max(offer.sent, 1 + segment.lengthBytes()); // Fast Open's data comes before any offer
            return;
        }
        long end = segment.sequence() + segment.lengthBytes() + (segment.has(TcpFlags.FIN) ? 1 : 0);
        if (end == segment.sequence()) return;
        boolean probe = event.cause() == SendCause.ZERO_WINDOW_PROBE && end - segment.sequence() == 1;
        if (end > offer.edge && !(probe && end <= offer.edge + 1)) {
            broken(event.at(), event.flow(), segment.sequence() + ":" + end + " (" + event.cause().text()
                    + ") lies beyond the offered edge " + offer.edge);
        }
        offer.sent = Math.max(offer.sent, end);
    }
}
