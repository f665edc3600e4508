package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.Event;
import dev.weir.core.event.Event.LossDeclared;
import dev.weir.core.event.Event.SegmentReceived;
import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.Event.WindowChanged;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * At the moment something is sent, what is in flight is at most cwnd. The exceptions: a fast retransmit, a partial
 * ACK's retransmission (RFC 6582), two segments of limited transmit (RFC 3042), probes, and the position of a FIN; and one
 * segment when nothing is in flight, where cwnd has come to less than that (RFC 4015).
 *
 * <p>What is in flight is computed here again, from the segments alone.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5681#section-3.1 RFC 5681, section 3.1
 */
public final class WithinCwnd extends Invariant {
    private final Map<Flow, Flight> flights = new HashMap<>();

    @Override
    public String name() {
        return "within-cwnd";
    }

    @Override
    public String source() {
        return "RFC 5681 3.1";
    }

    @Override
    public boolean wants(EventKind kind) {
        return switch (kind) {
            case SEGMENT_SENT, SEGMENT_RECEIVED, LOSS_DECLARED, WINDOW_CHANGED -> true;
            default -> false;
        };
    }

    @Override
    public void event(Event event) {
        switch (event) {
            case SegmentSent sent -> sent(sent);
            case SegmentReceived received -> received(received);
            case LossDeclared lost -> flight(lost.flow()).lost(lost.from(), lost.to());
            case WindowChanged changed -> flight(changed.flow()).cwnd(changed.cwndBytes(), changed.inFlightBytes());
            default -> { }
        }
    }

    private Flight flight(Flow flow) {
        return flights.computeIfAbsent(flow, _ -> new Flight());
    }

    private void received(SegmentReceived event) {
        var segment = event.segment();
        if (segment.has(TcpFlags.SYN)) flight(event.flow()).segmentSize(segment.options().mss());
        if (segment.has(TcpFlags.ACK) && !segment.has(TcpFlags.RST)) {
            flight(event.flow()).acknowledged(segment.acknowledgment());
        }
    }

    private void sent(SegmentSent event) {
        var segment = event.segment();
        var flight = flight(event.flow());
        if (segment.has(TcpFlags.SYN)) {
            if (event.cause().isRetransmission()) flight.allLost(); // what Fast Open has sent with it, or behind it
            else flight.syn(segment.sequence());
            if (segment.lengthBytes() > 0) flight.sent(1, 1 + segment.lengthBytes());
            return;
        }
        long from = segment.sequence();
        long to = from + segment.lengthBytes() + (segment.has(TcpFlags.FIN) ? 1 : 0);
        if (from == to || segment.has(TcpFlags.RST)) return;
        if (segment.lengthBytes() == 0) return; // a FIN may go with every ACK, whatever the window
        var cause = event.cause();
        boolean all = cause == SendCause.PATH_MTU_RETRANSMIT || cause == SendCause.FAST_OPEN_RETRANSMIT;
        if (all && !flight.isLost(from)) flight.allLost();
        boolean alone = flight.bytes() == 0;
        flight.sent(from, to);
        if (cause == SendCause.ZERO_WINDOW_PROBE) flight.lost(from, to); // the peer has no room for it
        if (isException(cause) || flight.cwnd() == Flight.UNKNOWN) return;
        long window = alone ? Math.max(flight.cwnd(), flight.segmentSize()) : flight.cwnd();
        long allowed = window + (segment.has(TcpFlags.FIN) ? 1 : 0);
        if (flight.bytes() > allowed) {
            broken(event.at(), event.flow(), from + ":" + to + " (" + cause.text() + ") makes " + flight.bytes()
                    + " bytes in flight, with a cwnd of " + flight.cwnd());
        }
    }

    private static boolean isException(SendCause cause) {
        return switch (cause) {
            case FAST_RETRANSMIT, RECOVERY_RETRANSMIT, LIMITED_TRANSMIT, ZERO_WINDOW_PROBE, KEEP_ALIVE_PROBE -> true;
            default -> false;
        };
    }
}
