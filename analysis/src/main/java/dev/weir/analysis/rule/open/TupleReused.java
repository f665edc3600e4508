package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Reset;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import java.util.Optional;

/**
 * A SYN answered with an acknowledgment of something else, which the client resets (RFC 9293 3.5.2): the server still
 * has a connection with these addresses and ports.
 */
public final class TupleReused implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var handshake = c.handshake();
        if (handshake.syns() < 2) return;
        var reset = refusal(c);
        if (reset.isEmpty()) return;
        long cost = handshake.synAcks() == 0 ? c.fromClient().lastNanos() - handshake.synNanos()[0]
                : Math.max(0, handshake.synAckNanos()[0] - handshake.synNanos()[0]);
        findings.claim(findings.of(Fault.FOUR_TUPLE_REUSED)
                .confidence(Confidence.CERTAIN)
                .verdict("The server still has an older connection from " + c.client() + " and answers the SYN from "
                        + "that; it took " + Quantity.time(cost) + " to get rid of it.")
                .because("the client resets the answer to its first SYN, as one to a connection that it does not know",
                        handshake.synFrames()[0], reset.get().frame())
                .because("and then sends its SYN again", handshake.synFrames()[1])
                .not(Fault.FIRST_SYN_LOST, "the first SYN was answered, wrongly", reset.get().frame())
                .cost(cost));
    }

    /** The client's, after its first SYN and before the one that succeeds. */
    private static Optional<Reset> refusal(Conversation c) {
        var handshake = c.handshake();
        long first = handshake.synNanos()[0];
        long second = handshake.synNanos()[1];
        return c.resets().stream()
                .filter(r -> r.fromClient() && r.timestampNanos() >= first && r.timestampNanos() <= second).findFirst();
    }
}
