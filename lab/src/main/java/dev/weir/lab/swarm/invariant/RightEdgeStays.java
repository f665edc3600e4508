package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.Event;
import dev.weir.core.event.Event.SegmentReceived;
import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.Event.StateChanged;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.State;
import dev.weir.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * The right edge of an offered window never moves left. A scaled window cannot name each byte, so that by less than its
 * unit it may seem to (RFC 7323 2.4).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6 RFC 9293, section 3.8.6 (SHLD-14)
 */
public final class RightEdgeStays extends Invariant {
    private static final class Edge {
        private long highest;
        private int ourShift;
        private boolean peerScales;

        private long unit() {
            return peerScales && ourShift > 0 ? 1L << ourShift : 1;
        }
    }

    private final Map<Flow, Edge> edges = new HashMap<>();

    @Override
    public String name() {
        return "right-edge-stays";
    }

    @Override
    public String source() {
        return "RFC 9293 3.8.6";
    }

    @Override
    public boolean wants(EventKind kind) {
        return kind == EventKind.SEGMENT_SENT || kind == EventKind.SEGMENT_RECEIVED || kind == EventKind.STATE_CHANGED;
    }

    @Override
    public void event(Event event) {
        if (event instanceof SegmentReceived received && received.segment().has(TcpFlags.SYN)) {
            edges.computeIfAbsent(received.flow(), _ -> new Edge()).peerScales =
                    received.segment().options().windowScale() >= 0;
        } else if (event instanceof SegmentSent sent && !sent.segment().has(TcpFlags.RST)) {
            offered(sent);
        } else if (event instanceof StateChanged changed && changed.to() == State.CLOSED) {
            edges.computeIfAbsent(changed.flow(), _ -> new Edge()).highest = 0; // a SYN cookie opens the next without a SYN
        }
    }

    private void offered(SegmentSent event) {
        var segment = event.segment();
        var edge = edges.computeIfAbsent(event.flow(), _ -> new Edge());
        if (segment.has(TcpFlags.SYN)) {
            edge.ourShift = Math.max(segment.options().windowScale(), 0);
            edge.highest = 0; // a new connection, and the window of a SYN is never scaled
            return;
        }
        if (!segment.has(TcpFlags.ACK)) return;
        long offered = segment.acknowledgment() + segment.windowBytes();
        if (offered <= edge.highest - edge.unit()) {
            broken(event.at(), event.flow(), "the right edge moves left by " + (edge.highest - offered) + " bytes, from "
                    + edge.highest + " to " + offered + "; the window's unit is " + edge.unit());
        }
        edge.highest = Math.max(edge.highest, offered);
    }
}
