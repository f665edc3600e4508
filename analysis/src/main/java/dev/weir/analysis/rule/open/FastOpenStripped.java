package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** SYNs with text (Fast Open) vanish, and one of the same connection without text is answered at once. */
public final class FastOpenStripped implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var handshake = c.handshake();
        int[] lengths = handshake.synLengthsBytes();
        if (lengths.length < 2 || lengths[0] == 0 || handshake.synAcks() == 0 || !findings.list().isEmpty()) return;
        int plain = 1;
        while (plain < lengths.length && lengths[plain] > 0) plain++;
        if (plain == lengths.length || handshake.synAckNanos()[0] < handshake.synNanos()[plain]) return;
        long repeated = c.fromClient().losses().segments() + c.fromServer().losses().segments();
        if (repeated > 1) return; // what else is lost may have been lost here
        long cost = handshake.synNanos()[plain] - handshake.synNanos()[0];
        findings.claim(findings.of(Fault.FAST_OPEN_STRIPPED)
                .confidence(Confidence.LIKELY)
                .verdict("The SYN with " + Quantity.bytes(lengths[0]) + " of data gets no answer, the next one without is "
                        + "answered: Fast Open does not get through, and costs " + Quantity.time(cost) + ".")
                .because("carries data", handshake.synFrames()[0])
                .because("carries none, and is answered", handshake.synFrames()[plain], handshake.synAckFrames()[0])
                .not(Fault.FIRST_SYN_LOST, "nothing else is lost", handshake.synAckFrames()[0])
                .cost(cost));
    }
}
