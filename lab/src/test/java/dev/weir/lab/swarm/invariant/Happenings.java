package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/** Events of one connection, as its host would announce them, in a few words. */
final class Happenings {
    static final Flow FLOW = new Flow(IpAddress.parse("10.0.0.1"), 4000, IpAddress.parse("10.0.0.2"), 80);

    private static final int MSS = 1000;

    private Happenings() {}

    static Event.SegmentSent syn(int windowScale) {
        return sent(0, 0, 0, TcpFlags.SYN, 60_000, options(windowScale), SendCause.SYN);
    }

    static Event.SegmentReceived synAck(int windowScale, long windowBytes) {
        return received(0, 1, TcpFlags.SYN | TcpFlags.ACK, windowBytes, options(windowScale));
    }

    static Event.SegmentSent data(long sequence, int length, SendCause cause) {
        return sent(sequence, 1, length, TcpFlags.ACK, 60_000, TcpOptions.NONE, cause);
    }

    static Event.SegmentSent ack(long acknowledgment, long windowBytes, int... sackEdges) {
        var options = new TcpOptions(TcpOptions.ABSENT, TcpOptions.ABSENT, false, false, 0, 0, sackEdges);
        return sent(1, acknowledgment, 0, TcpFlags.ACK, windowBytes, options, SendCause.ACK_QUICK);
    }

    static Event.SegmentReceived acked(long acknowledgment, long windowBytes) {
        return received(1, acknowledgment, TcpFlags.ACK, windowBytes, TcpOptions.NONE);
    }

    static Event.WindowChanged cwnd(long bytes, long inFlight) {
        return new Event.WindowChanged(1, FLOW, bytes, Long.MAX_VALUE, inFlight, "slow start");
    }

    static Event.LossDeclared lost(long from, long to) {
        return new Event.LossDeclared(1, FLOW, from, to, 0, "timeout");
    }

    private static TcpOptions options(int windowScale) {
        return new TcpOptions(MSS, windowScale, true, false, 0, 0, new int[0]);
    }

    private static Event.SegmentSent sent(long sequence, long acknowledgment, int length, int flags, long window,
            TcpOptions options, SendCause cause) {
        var view = new SegmentView(sequence, acknowledgment, flags, length, window, 0, options);
        return new Event.SegmentSent(1, FLOW, view, cause, 1);
    }

    private static Event.SegmentReceived received(long sequence, long acknowledgment, int flags, long window,
            TcpOptions options) {
        return new Event.SegmentReceived(1, FLOW, new SegmentView(sequence, acknowledgment, flags, 0, window, 0, options));
    }

    /** Shows these to an invariant, and answers what does not fit. */
    static String shown(Invariant invariant, Event... events) {
        for (var event : events) {
            if (invariant.wants(event.kind())) invariant.event(event);
        }
        return invariant.breach().map(Breach::what).orElse("");
    }
}
