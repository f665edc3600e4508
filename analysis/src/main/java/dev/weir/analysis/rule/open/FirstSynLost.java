package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** A connection that took a second or three because a SYN, or its answer, was lost. */
public final class FirstSynLost implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var handshake = c.handshake();
        if (handshake.outcome() != Outcome.COMPLETE || handshake.syns() < 2 || !findings.list().isEmpty()) return;
        int lost = Silence.unansweredSyns(c);
        if (lost > Silence.LOST_BY_CHANCE || wasReset(c) || asksForAnother(c)) return;
        if (lost == 0) answerLost(c, findings);
        else if (!isLate(c)) synLost(c, lost, findings);
    }

    /** The SYN that is answered is another than the first (ECN, data of Fast Open): that may be why. */
    private static boolean asksForAnother(Conversation c) {
        int[] flags = c.handshake().synFlags();
        int[] lengths = c.handshake().synLengthsBytes();
        int latest = flags.length - 1;
        return flags[0] != flags[latest] || lengths[0] != lengths[latest];
    }

    /** A client that resets in its handshake got an answer to another connection. */
    private static boolean wasReset(Conversation c) {
        return c.resets().stream().anyMatch(r -> r.timestampNanos() <= c.handshake().completedNanos());
    }

    /** The answer to the first SYN, which only took long: sooner after the second than the path is. */
    private static boolean isLate(Conversation c) {
        long rtt = c.fromClient().roundTrips().histogram().least();
        return c.handshake().serverSideRttNanos() < rtt / 2;
    }

    private static void synLost(Conversation c, int lost, Findings findings) {
        var handshake = c.handshake();
        long cost = handshake.synAckNanos()[0] - handshake.serverSideRttNanos() - handshake.synNanos()[0];
        findings.claim(findings.of(Fault.FIRST_SYN_LOST)
                .verdict((lost == 1 ? "The first SYN" : "The first " + lost + " SYNs") + " was lost, or its answer: "
                        + Quantity.time(cost) + " went by until it was repeated.")
                .because("the SYN is repeated " + Quantity.time(cost) + " after the first", handshake.synFrames()[0],
                        handshake.synFrames()[lost])
                .because("and answered within " + Quantity.time(handshake.serverSideRttNanos()),
                        handshake.synAckFrames()[0])
                .not(Fault.SLOW_SERVER, "it answers the SYN that reaches it at once", handshake.synAckFrames()[0])
                .cost(cost)
                .advice("If connects often take 1 s or 3 s longer, look for loss towards " + c.server().address()
                        + " or two connections that a NAT gave one port ('--random-fully')."));
    }

    private static void answerLost(Conversation c, Findings findings) {
        var handshake = c.handshake();
        long cost = handshake.completedNanos() - handshake.clientSideRttNanos() - handshake.synAckNanos()[0];
        if (cost < Silence.PATIENCE_NANOS / 2
                || handshake.synAcks() < 2) return; // an early repetition cost nobody time
        findings.claim(findings.of(Fault.FIRST_SYN_LOST)
                .verdict("The SYN-ACK was lost on its way to the client: " + Quantity.time(cost)
                        + " went by until it was repeated.")
                .because("SYN and SYN-ACK are repeated before the client acknowledges", handshake.synFrames()[0],
                        handshake.synAckFrames()[0], handshake.synAckFrames()[1], handshake.completedFrame())
                .not(Fault.SLOW_SERVER, "it answers each SYN at once", handshake.synAckFrames()[0])
                .cost(cost)
                .advice("If connects often take 1 s or 3 s longer, look for loss towards " + c.client().address()
                        + "."));
    }
}
