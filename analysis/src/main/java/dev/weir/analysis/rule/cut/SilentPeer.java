package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.conversation.Pause;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;
import dev.weir.wire.IpAddress;
import java.util.Optional;
import java.util.stream.Stream;

/** Data that is repeated with growing pauses and never answered: after a silence, or in the middle. */
public final class SilentPeer implements Rule {
    /** RFC 9293 3.8.3 R1: after three repetitions something is wrong with the path. */
    private static final int REPETITIONS = 3;
    /** And for so long, that a route may have been mended meanwhile (seconds with most routing protocols). */
    private static final long LEAST_NANOS = 3_000_000_000L;
    /** How long Linux goes on by default (tcp_retries2 = 15), for what a program will live through. */
    private static final long LINUX_NANOS = 924_600_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var outcome = c.handshake().outcome();
        if (outcome != Outcome.COMPLETE && outcome != Outcome.NOT_SEEN || c.resetCount() > 0) return;
        if (findings.hasAny(FaultClass.SILENT, FaultClass.PATH, FaultClass.CUT, FaultClass.SERVICE)) return;
        for (boolean client : new boolean[] {true, false}) {
            var half = c.from(client);
            if (half.unansweredRetransmissions() < REPETITIONS || half.firstOutstandingFrame() == 0) continue;
            long silent = half.lastNanos() - Math.max(half.firstOutstandingNanos(), c.from(!client).lastNanos());
            if (silent < LEAST_NANOS) continue;
            examine(c, client, half, silent, context, findings);
            return;
        }
    }

    private static void examine(
            Conversation c, boolean client, Half half, long silent, FileContext context, Findings findings) {
        var idle = idleBefore(c, half);
        var peer = (client ? c.server() : c.client()).address();
        var alive = alive(peer, half.firstOutstandingNanos(), c, context);
        if (idle.isPresent()) {
            findings.claim(evidence(findings.of(Fault.IDLE_CUT), half, silent)
                    .confidence(alive.isPresent() ? Confidence.PROVEN : Confidence.LIKELY)
                    .verdict("After " + Quantity.time(idle.get().durationNanos())
                            + " of silence the connection was forgotten: what is sent then vanishes.")
                    .because("nothing is sent for " + Quantity.time(idle.get().durationNanos()), idle.get().fromFrame(),
                            idle.get().toFrame())
                    .advice(Idle.advice(idle.get().durationNanos())));
        } else if (alive.isPresent()) {
            findings.claim(evidence(findings.of(Fault.NAT_STATE_LOST), half, silent)
                    .confidence(Confidence.LIKELY)
                    .verdict("Something on the path forgot this connection in the middle: " + peer
                            + " is not heard on it any more, and answers on another one.")
                    .because("meanwhile " + peer + " speaks on another connection", alive.get().answerFrame())
                    .not(Fault.PEER_GONE, "its host is up, and would answer or reset", alive.get().answerFrame()));
        } else {
            findings.claim(evidence(findings.of(Fault.PEER_GONE), half, silent)
                    .verdict("Nothing is heard from " + peer + " any more, in the middle of the connection: "
                            + Quantity.count(half.unansweredRetransmissions(), "repetition") + " in "
                            + Quantity.time(silent) + " get no answer.")
                    .not(Fault.IDLE_CUT, "the connection was in use just before", half.firstOutstandingFrame())
                    .advice("The sender notices only when it gives up (Linux: after about "
                            + Quantity.time(LINUX_NANOS) + "): set TCP_USER_TIMEOUT, say to 30 s, and keep-alive for "
                            + "the side that only receives. Then look for the host or the path that went away."));
        }
    }

    private static Finding.Draft evidence(Finding.Draft draft, Half half, long silent) {
        return draft
                .because("data is repeated " + half.unansweredRetransmissions() + " times within "
                        + Quantity.time(silent) + " without any answer", half.firstOutstandingFrame(), half.lastFrame())
                .not(Fault.ZERO_WINDOW, "the window was open", half.firstOutstandingFrame())
                .cost(silent);
    }

    /** A long silence that the first of the lost data ended. */
    private static Optional<Pause> idleBefore(Conversation c, Half half) {
        return c.pauses().stream().filter(pause -> pause.durationNanos() >= Idle.LEAST_NANOS
                && pause.toFrame() == half.firstOutstandingFrame()).findFirst();
    }

    /** Another connection on which this address spoke after that. */
    private static Optional<Trace> alive(IpAddress peer, long since, Conversation c, FileContext context) {
        var asServer = context.answered(peer).stream()
                .filter(t -> t.number() != c.number() && t.lastFromServerNanos() > since);
        var asClient = context.answered().stream().filter(t -> t.client().address().equals(peer)
                && t.number() != c.number() && t.completedNanos() > since);
        return Stream.concat(asServer, asClient).findFirst();
    }
}
