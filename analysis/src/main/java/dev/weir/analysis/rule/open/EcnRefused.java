package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.wire.TcpFlags;

/**
 * SYNs that ask for ECN (RFC 3168 6.1.1) are reset or vanish, and one of the same connection that does not ask is
 * answered at once.
 */
public final class EcnRefused implements Rule {
    private static final int ASKS = TcpFlags.ECE | TcpFlags.CWR;
    /** On a path that loses nothing else of so many segments, the loss of just these SYNs is hardly chance. */
    private static final long CLEAN_SEGMENTS = 50;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var handshake = c.handshake();
        int[] flags = handshake.synFlags();
        if (flags.length < 2 || handshake.synAcks() == 0 || (flags[0] & ASKS) != ASKS) return;
        int plain = firstPlain(flags);
        if (plain < 0 || handshake.synAckNanos()[0] < handshake.synNanos()[plain]) return;
        boolean reset = handshake.refusedFrame() != 0 && handshake.refusedFrame() < handshake.synFrames()[plain];
        long repeated = c.fromClient().losses().segments() + c.fromServer().losses().segments();
        if (!reset && (repeated > 0 || c.segments() < CLEAN_SEGMENTS)) return;
        long cost = handshake.synNanos()[plain] - handshake.synNanos()[0];
        var draft = findings.of(Fault.ECN_REFUSED)
                .confidence(reset || plain > 1 ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict((plain == 1 ? "The SYN that asks for ECN" : plain + " SYNs that ask for ECN")
                        + (reset ? " is reset" : " gets no answer") + ", the next one, that does not, is answered: "
                        + Quantity.time(cost) + " lost.")
                .because("asks for ECN (ECE and CWR)", handshake.synFrames()[0])
                .because("does not ask, and is answered", handshake.synFrames()[plain], handshake.synAckFrames()[0])
                .cost(cost);
        if (reset) {
            draft.because("is what the first is answered with", handshake.refusedFrame())
                    .not(Fault.PORT_CLOSED, "the port is open to the second SYN", handshake.synAckFrames()[0]);
        } else {
            draft.not(Fault.FIRST_SYN_LOST, "nothing else of " + c.segments() + " segments is lost",
                    handshake.synAckFrames()[0]);
        }
        findings.claim(draft);
    }

    private static int firstPlain(int[] flags) {
        for (int i = 1; i < flags.length; i++) {
            if ((flags[i] & ASKS) == 0) return i;
        }
        return -1;
    }
}
