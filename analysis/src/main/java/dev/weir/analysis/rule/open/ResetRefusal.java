package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.conversation.Reset;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Hops;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;

/** SYNs answered with a reset: nothing listens there, or a filter says so in the server's name. */
public final class ResetRefusal implements Rule {
    /** What Windows begins with: it numbers its packets, so that 0 in the identification is not Windows'. */
    private static final int WINDOWS_TIME_TO_LIVE = 128;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (c.handshake().outcome() != Outcome.REFUSED || c.handshake().synAcks() > 0
                || !findings.list().isEmpty()) return;
        var reset = c.resets().stream().filter(r -> !r.fromClient()).findFirst();
        if (reset.isEmpty()) return;
        var genuine = genuine(c, context);
        if (genuine != null && Hops.differ(genuine.serverTimeToLive(), reset.get().timeToLive())) {
            foreign(c, reset.get(), genuine, findings);
        } else if (genuine == null && isNobodys(c, reset.get())) {
            strange(c, reset.get(), findings);
        } else {
            closed(c, reset.get(), genuine, findings);
        }
    }

    /** A conversation in which the same address surely spoke itself; null without. */
    private static Trace genuine(Conversation c, FileContext context) {
        for (var trace : context.answered(c.server().address())) {
            if (trace.completedNanos() != 0 && trace.serverTimeToLive() >= 0) return trace;
        }
        return null;
    }

    /**
     * Systems that send 0 in the identification of a reset (Linux, BSD) begin at 64, and those that begin at 128
     * number their packets. A reset that has the one and the other is no host's own.
     */
    private static boolean isNobodys(Conversation c, Reset reset) {
        return c.version() == 4 && reset.identification() == 0
                && Hops.initial(reset.timeToLive()) == WINDOWS_TIME_TO_LIVE;
    }

    private static void foreign(Conversation c, Reset reset, Trace genuine, Findings findings) {
        int difference = Math.abs(genuine.serverTimeToLive() - reset.timeToLive());
        findings.claim(rejected(c, findings, Confidence.PROVEN)
                .because("the reset has a time to live of " + reset.timeToLive() + ", " + c.server().address()
                        + " itself sends with " + genuine.serverTimeToLive() + ": a difference of " + difference,
                        reset.frame(), genuine.answerFrame())
                .not(Fault.PORT_CLOSED, "the server's own packets have another time to live", genuine.answerFrame()));
    }

    private static void strange(Conversation c, Reset reset, Findings findings) {
        findings.claim(rejected(c, findings, Confidence.LIKELY)
                .because("the reset has a time to live of " + reset.timeToLive() + " (from " + WINDOWS_TIME_TO_LIVE
                        + ") and identification 0: hosts that begin at " + WINDOWS_TIME_TO_LIVE
                        + " number their packets", reset.frame())
                .not(Fault.PORT_CLOSED, "no usual system's own reset looks so", reset.frame()));
    }

    private static Finding.Draft rejected(Conversation c, Findings findings, Confidence confidence) {
        return findings.of(Fault.FIREWALL_REJECT)
                .confidence(confidence)
                .verdict("A filter resets attempts at port " + c.server().port() + " in the name of "
                        + c.server().address() + ".")
                .cost(c.elapsedNanos())
                .advice("Look for a filter on the way to " + c.server().address() + " that refuses port "
                        + c.server().port() + " with a reset; capture at the server: the SYN does not arrive there.");
    }

    private static void closed(Conversation c, Reset reset, Trace genuine, Findings findings) {
        long answer = Math.max(0,
                reset.timestampNanos() - c.handshake().synNanos()[c.handshake().synNanos().length - 1]);
        var draft = findings.of(Fault.PORT_CLOSED)
                .confidence(genuine == null ? Confidence.LIKELY : Confidence.PROVEN)
                .verdict("The host " + c.server().address() + " is up, and nothing listens at its port "
                        + c.server().port() + ".")
                .because("a reset answers the SYN after " + Quantity.time(answer) + ", from "
                        + Quantity.count(Hops.travelled(reset.timeToLive()), "hop") + " away", c.firstFrame(),
                        reset.frame())
                .not(Fault.FIREWALL_DROP, "somebody answered", reset.frame())
                .cost(c.elapsedNanos())
                .advice("At " + c.server().address() + ": 'ss -ltn sport = :" + c.server().port()
                        + "' shows whether anything listens; check the service, its port, and the address it is "
                        + "bound to.");
        if (genuine != null) {
            draft.not(Fault.FIREWALL_REJECT, "the reset has the time to live of the host's own packets ("
                    + genuine.serverTimeToLive() + ")", genuine.answerFrame());
        }
        findings.claim(draft);
    }
}
