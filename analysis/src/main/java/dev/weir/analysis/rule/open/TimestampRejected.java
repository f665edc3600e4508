package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;

/**
 * SYNs with a timestamp behind that of an earlier connection from the same address stay unanswered, one ahead of it is
 * answered: the server takes the address for one machine with one clock.
 */
public final class TimestampRejected implements Rule {
    /** For how long servers that do so remember a timestamp: TIME-WAIT, 60 s in Linux (TCP_PAWS_MSL). */
    private static final long MEMORY_NANOS = 60_000_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (!Silence.isWhole(c, context, findings) && !Silence.isAtFirst(c, findings)) return;
        if (!c.handshake().clientOptions().hasTimestamps()) return;
        var earlier = find(c, context, true);
        var ahead = find(c, context, false);
        if (earlier == null || ahead == null) return;
        int behind = earlier.synOptions().tsVal() - c.handshake().clientOptions().tsVal();
        findings.claim(findings.of(Fault.TIMESTAMP_REJECTED)
                .verdict("The server does not answer SYNs whose timestamp is behind that of the last connection from "
                        + c.client().address() + ": here by " + behind + ".")
                .because(Silence.attempts(c) + " stay without answer", c.handshake().synFrames()[0])
                .because("an earlier connection from this address had a later timestamp",
                        earlier.synFrame(), earlier.answerFrame())
                .because("while these SYNs went unanswered one with a later timestamp was answered", ahead.synFrame(),
                        ahead.answerFrame())
                .not(Fault.FIREWALL_DROP, "another SYN from the same address to the same port was answered",
                        ahead.answerFrame())
                .not(Fault.HOST_DOWN, "the server answers", ahead.answerFrame())
                .confidence(Confidence.PROVEN)
                .cost(Silence.costNanos(c))
                .advice("At " + c.server().address() + " switch off net.ipv4.tcp_tw_recycle (or what else compares "
                        + "timestamps across connections); machines behind one address have clocks of their own. "
                        + "Until then 'net.ipv4.tcp_timestamps=0' at the clients; connections succeed again "
                        + Quantity.time(MEMORY_NANOS) + " after the last one was closed."));
    }

    /**
     * From the same address to the same port: closed shortly before, or begun meanwhile, and with a later timestamp.
     */
    private static Trace find(Conversation c, FileContext context, boolean before) {
        long first = c.handshake().synNanos()[0];
        for (var other : context.answered(c.server().address())) {
            if (other.number() == c.number() || other.server().port() != c.server().port()
                    || !other.client().address().equals(c.client().address()) || other.completedNanos() == 0) {
                continue;
            }
            boolean timely = before
                    ? other.synNanos() < first && other.closedNanos() != 0
                            && other.closedNanos() > first - MEMORY_NANOS
                    : other.synNanos() > first;
            if (timely && other.synOptions().hasTimestamps()
                    && other.synOptions().tsVal() - c.handshake().clientOptions().tsVal() > 0) {
                return other;
            }
        }
        return null;
    }
}
