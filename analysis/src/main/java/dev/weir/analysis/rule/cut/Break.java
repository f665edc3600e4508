package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.conversation.Pause;
import dev.weir.analysis.conversation.Reset;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Hops;
import java.util.Optional;

/** The reset that ended an open connection, and what stands around it. */
final class Break {
    /** Where the round trip is not known: longer than any on Earth. */
    private static final long UNKNOWN_RTT_NANOS = 1_000_000_000L;

    private final Conversation c;
    private final Reset reset;

    private Break(Conversation c, Reset reset) {
        this.c = c;
        this.reset = reset;
    }

    /** Of a connection that was open; empty without one, or where another rule has explained it. */
    static Optional<Break> of(Conversation c, Findings findings) {
        if (c.resets().isEmpty() || findings.hasAny(FaultClass.CUT, FaultClass.SILENT, FaultClass.REFUSED,
                FaultClass.TLS,
                FaultClass.PROTOCOL, FaultClass.SERVICE)) {
            return Optional.empty();
        }
        var outcome = c.handshake().outcome();
        if (outcome != Outcome.COMPLETE && outcome != Outcome.NOT_SEEN) return Optional.empty();
        long opened = outcome == Outcome.COMPLETE ? c.handshake().completedNanos() : Long.MIN_VALUE;
        return c.resets().stream().filter(r -> r.isNear()
                && r.timestampNanos() >= opened).findFirst().map(r -> new Break(c, r));
    }

    Reset reset() {
        return reset;
    }

    boolean isFromClient() {
        return reset.fromClient();
    }

    /** In whose name it was sent. */
    Half resetter() {
        return c.from(reset.fromClient());
    }

    /** The other side. */
    Half victim() {
        return c.from(!reset.fromClient());
    }

    String resetterName() {
        return reset.fromClient() ? "the client" : "the server";
    }

    String victimName() {
        return reset.fromClient() ? "the server" : "the client";
    }

    /** Whether the side in whose name it was sent does not send with such a time to live. */
    boolean isForeign() {
        return Hops.isForeign(resetter(), reset);
    }

    /** Whether it is the answer of a host to a segment of a connection that it does not know (RFC 9293 3.5.2). */
    boolean isOfNoConnection() {
        return !reset.hasAck();
    }

    /** The silence after which the victim spoke and was reset; empty without one of that length. */
    Optional<Pause> silence(long leastNanos) {
        return c.pauses().stream().filter(pause -> {
            long end = pause.startNanos() + pause.durationNanos();
            return pause.durationNanos() >= leastNanos && end <= reset.timestampNanos()
                    && reset.timestampNanos() - end <= 3 * rttNanos() && victim().lastDataNanos() >= end;
        }).findFirst();
    }

    /** At least as long as from the capture to either side and back. */
    long rttNanos() {
        long rtt = c.handshake().rttNanos();
        if (rtt > 0) return rtt;
        long one = c.fromClient().roundTrips().histogram().least();
        long other = c.fromServer().roundTrips().histogram().least();
        return one + other > 0 ? one + other : UNKNOWN_RTT_NANOS;
    }

    /** How long before the reset that was. */
    long before(long timestampNanos) {
        return reset.timestampNanos() - timestampNanos;
    }

    String when() {
        return Quantity.time(Math.max(0, reset.timestampNanos() - c.firstNanos())) + " after the beginning";
    }
}
