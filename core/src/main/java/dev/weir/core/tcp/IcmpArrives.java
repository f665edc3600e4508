package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.State;
import dev.weir.core.ip.IcmpError;
import dev.weir.wire.TcpHeader;

/**
 * What an ICMP error does to the connection that it quotes: nothing unless it quotes what is outstanding; soft errors
 * are remembered, hard ones end a connection attempt, "too big" feeds path MTU discovery.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.9.2.2 RFC 9293, section 3.9.2.2 (MUST-54 to MUST-56, SHLD-25, SHLD-26)
 * @spec https://www.rfc-editor.org/rfc/rfc5927 RFC 5927, sections 4.1 and 5 to 7
 */
final class IcmpArrives {
    private static final int HOP_LIMIT_EXCEEDED = 0; // the code in both versions; 1 is reassembly

    private final Tcp tcp;

    IcmpArrives(Tcp tcp) {
        this.tcp = tcp;
    }

    DropReason receive(IcmpError error, long now) {
        var s = error.quote();
        long o = error.transportOffset();
        var flow = new Flow(error.source(), TcpHeader.sourcePort(s, o), error.destination(), TcpHeader.destinationPort(s, o));
        DropReason reason = switch (tcp.endpoints().table().find(flow)) {
            case Connection c -> toConnection(c, error, TcpHeader.sequence(s, o), now);
            case HalfOpen h -> toHalfOpen(h, error, TcpHeader.sequence(s, o), now);
            case TimeWait t -> DropReason.ICMP_UNMATCHED;
            case null -> DropReason.ICMP_UNMATCHED;
        };
        if (reason != DropReason.NONE && tcp.observer().wants(EventKind.DROPPED)) {
            tcp.observer().on(new Event.Dropped(now, flow, reason));
        }
        return reason;
    }

    /** RFC 5927 4.1: {@code SND.UNA =< SEG.SEQ < SND.NXT}, or anybody who guesses four numbers could interfere. */
    private DropReason toConnection(Connection c, IcmpError error, int wireSequence, long now) {
        var snd = c.sender().sequence();
        long quoted = snd.unwrap(wireSequence);
        if (quoted < snd.una() || quoted >= snd.nxt()) return DropReason.ICMP_STALE;
        if (error.meaning() == IcmpError.Meaning.PACKET_TOO_BIG) {
            int mtu = tcp.ip().learnPathMtu(c.flow().remote(), error.mtu(), now);
            c.pathMtuChanged(mtu, now);
            return DropReason.NONE;
        }
        CloseReason reason = reason(error.meaning());
        if (endsConnection(c.state(), error)) {
            c.end(reason, "ICMP: " + reason.text(), now);
        } else {
            c.softErrors().add(reason, "ICMP type " + error.type() + " code " + error.code() + " from " + error.reporter(), now);
        }
        return DropReason.NONE;
    }

    /** Hard errors end a connection attempt; a synchronized connection only where SHLD-26 is wanted at its letter. */
    private boolean endsConnection(State state, IcmpError error) {
        var security = tcp.config().security();
        if (state != State.SYN_SENT && state != State.SYN_RECEIVED) {
            return error.meaning().isHard() && security.hardIcmpAborts();
        }
        if (!security.icmpFailsConnect()) return false;
        return switch (error.meaning()) {
            case TIME_EXCEEDED -> security.prohibitionFailsConnect() && error.code() == HOP_LIMIT_EXCEEDED;
            case NEXT_HEADER_UNKNOWN -> security.prohibitionFailsConnect() || security.softIcmpFailsConnect();
            case ADMINISTRATIVELY_PROHIBITED -> security.prohibitionFailsConnect() || security.softIcmpFailsConnect();
            case PARAMETER_PROBLEM -> false;
            default -> error.meaning().isHard() || security.softIcmpFailsConnect();
        };
    }

    private DropReason toHalfOpen(HalfOpen h, IcmpError error, int wireSequence, long now) {
        if (wireSequence != h.sendSequence().iss()) return DropReason.ICMP_STALE;
        if (error.meaning() == IcmpError.Meaning.PACKET_TOO_BIG) {
            tcp.ip().learnPathMtu(h.flow().remote(), error.mtu(), now);
        } else if (error.meaning().isHard() && tcp.config().security().icmpFailsConnect()) {
            h.end("ICMP: " + reason(error.meaning()).text(), now);
        }
        return DropReason.NONE;
    }

    private static CloseReason reason(IcmpError.Meaning meaning) {
        return switch (meaning) {
            case NETWORK_UNREACHABLE, SOURCE_ROUTE_FAILED -> CloseReason.NETWORK_UNREACHABLE;
            case HOST_UNREACHABLE, TIME_EXCEEDED, PARAMETER_PROBLEM, PACKET_TOO_BIG -> CloseReason.HOST_UNREACHABLE;
            case PROTOCOL_UNREACHABLE, NEXT_HEADER_UNKNOWN -> CloseReason.PROTOCOL_UNREACHABLE;
            case PORT_UNREACHABLE -> CloseReason.PORT_UNREACHABLE;
            case ADMINISTRATIVELY_PROHIBITED -> CloseReason.ADMINISTRATIVELY_PROHIBITED;
        };
    }
}
