package dev.weir.analysis.rule.open;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;

/**
 * SYNs to one port vanish while the host answers. What newer connections tell decides: one that comes to be at another
 * port meanwhile shows a filter; if only older ones to the same port go on, whatever must remember connections is
 * full.
 */
public final class Filtered implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (!Silence.isWhole(c, context, findings)) return;
        long from = c.handshake().synNanos()[0];
        long until = c.fromClient().lastNanos();
        Trace elsewhere = null;
        Trace here = null;
        Trace older = null;
        for (var other : context.answered(c.server().address())) {
            boolean samePort = other.server().port() == c.server().port();
            if (other.answerNanos() >= from && other.answerNanos() <= until) {
                if (samePort) here = other;
                else elsewhere = other;
            } else if (samePort && other.completedNanos() != 0 && other.completedNanos() < from
                    && other.lastFromServerNanos() > from) {
                older = other;
            }
        }
        if (here != null) return; // some get through: chance, or a limit that capture does not show
        if (elsewhere != null) filter(c, elsewhere, findings);
        else if (older != null) table(c, older, findings);
    }

    private static void filter(Conversation c, Trace elsewhere, Findings findings) {
        findings.claim(findings.of(Fault.FIREWALL_DROP)
                .verdict("SYNs to port " + c.server().port() + " of " + c.server().address()
                        + " are dropped without a word; the host itself is up.")
                .because(Silence.attempts(c) + " to port " + c.server().port() + " stay without answer",
                        c.handshake().synFrames()[0])
                .because("meanwhile port " + elsewhere.server().port() + " of the same host answers",
                        elsewhere.synFrame(), elsewhere.answerFrame())
                .not(Fault.HOST_DOWN, "it answers at another port", elsewhere.answerFrame())
                .not(Fault.PORT_CLOSED, "a host without a filter answers a closed port with a reset",
                        elsewhere.answerFrame())
                .not(Fault.CONNTRACK_FULL, "a new connection comes to be meanwhile", elsewhere.answerFrame())
                .cost(Silence.costNanos(c))
                .advice("Ask whoever runs the filters before " + c.server().address() + " to allow TCP port "
                        + c.server().port() + " from " + c.client().address()
                        + "; 'weir doctor' finds after which hop the SYN is dropped."));
    }

    private static void table(Conversation c, Trace older, Findings findings) {
        findings.claim(findings.of(Fault.CONNTRACK_FULL)
                .confidence(Confidence.LIKELY)
                .verdict("New connections to " + c.server() + " get no answer, while older ones go on: a table of "
                        + "connections on the path is full, or the server takes no more.")
                .because(Silence.attempts(c) + " stay without answer", c.handshake().synFrames()[0])
                .because("an older connection to the same port is answered meanwhile", older.lastFromServerFrame())
                .not(Fault.FIREWALL_DROP, "the port is open to an older connection", older.answerFrame())
                .not(Fault.HOST_DOWN, "it goes on answering", older.lastFromServerFrame())
                .cost(Silence.costNanos(c))
                .advice("Compare net.netfilter.nf_conntrack_count with nf_conntrack_max at each address translation "
                        + "and firewall on the way ('dmesg | grep conntrack'); at the server see 'ss -ltn' for a full "
                        + "accept queue."));
    }
}
