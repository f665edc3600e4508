package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** One side has closed long ago, and the program of the other neither says anything more nor closes. */
public final class NeverClosed implements Rule {
    /** After so long Linux gives up the closed side (tcp_fin_timeout): half-closed connections in use say something. */
    private static final long LEAST_NANOS = 60_000_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (c.resetCount() > 0 || context.hasHoles() || findings.hasAny(FaultClass.SILENT, FaultClass.CUT,
                FaultClass.PATH)) return;
        var closer = c.firstToClose();
        if (closer == null || !closer.isFinAcknowledged()) return;
        boolean client = closer == c.fromClient();
        var other = c.from(!client);
        long silent = Math.max(context.lastNanos(), c.lastNanos()) - Math.max(closer.finNanos(), other.lastDataNanos());
        if (other.finFrame() != 0 || silent < LEAST_NANOS || other.outstandingBytes() > 0) return;
        String who = client ? "server" : "client";
        findings.claim(findings.of(Fault.CLOSE_WAIT_LEAK)
                .by(client ? Culprit.SERVER_APPLICATION : Culprit.CLIENT_APPLICATION)
                .confidence(Confidence.PROVEN)
                .verdict("The program of the " + who + " has not closed its side for " + Quantity.time(silent)
                        + " after the other did: its socket stays in CLOSE-WAIT.")
                .because("the " + (client ? "client" : "server") + " closes, and the " + who + "'s TCP acknowledges",
                        closer.finFrame(), other.lastFrame())
                .because("no FIN of the " + who + " follows until the end of the capture", other.lastFrame())
                .not(Fault.PEER_GONE, "the FIN was acknowledged: its host is up", other.lastFrame())
                .advice("In the program at " + (client ? c.server() : c.client())
                        + ": close the socket once read returns "
                        + "the end; 'ss -tn state close-wait' counts them there. The " + (client ? "client" : "server")
                        + " is innocent."));
    }
}
