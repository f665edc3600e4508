package dev.weir.analysis.rule.open;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** Silence that no other rule could explain: said as such, since a capture of it proves no more. */
public final class NoAnswer implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        boolean whole = Silence.isWhole(c, context, findings);
        if (!whole && !Silence.isAtFirst(c, findings)) return;
        var first = c.handshake().synFrames()[0];
        findings.claim(findings.of(Fault.NO_ANSWER)
                .verdict(whole ? "Nobody answers at " + c.server() + ": a filter, a missing machine and a broken path "
                        + "look alike here."
                        : "Only SYN " + (Silence.unansweredSyns(c) + 1) + " to " + c.server() + " is answered: more "
                        + "than chance, so something on the path or the server refused the others in silence.")
                .because(Silence.attempts(c), first)
                .not(Fault.PORT_CLOSED, "no reset came", first)
                .not(Fault.FIREWALL_REJECT, "no ICMP error came", first)
                .cost(whole ? Silence.costNanos(c) : c.handshake().synAckNanos()[0] - c.handshake().synNanos()[0])
                .advice("Run 'weir doctor " + c.server().address() + " " + c.server().port() + "': it looks for a port "
                        + "that answers and for the last hop that does."));
    }
}
