package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptionCursor;
import java.lang.foreign.MemorySegment;

/**
 * Fast Open that does not get through: SYNs with text vanish, and one of the same connection without text is answered;
 * or the option is missing at one end, so that the text is ignored (RFC 7413 7.1).
 */
public final class FastOpenStripped implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (c.handshake().syns() == 1) ignored(c, findings);
        else dropped(c, findings);
    }

    /** A server that takes the cookie takes the text; one that does not know it sends a new one (RFC 7413 4.2.2). */
    private static void ignored(Conversation c, Findings findings) {
        var handshake = c.handshake();
        if (handshake.synDataBytes() == 0 || handshake.isSynDataTaken()
                || handshake.outcome() != Outcome.COMPLETE) return;
        boolean asked = has(handshake.clientOptionBytes());
        if (asked && has(handshake.serverOptionBytes())) return;
        findings.claim(findings.of(Fault.FAST_OPEN_STRIPPED)
                .confidence(Confidence.LIKELY)
                .verdict("The " + Quantity.bytes(handshake.synDataBytes())
                        + " in the SYN are ignored: Fast Open saves no "
                        + "round trip, and they are sent again.")
                .because(asked ? "the SYN has data and a cookie" : "the SYN has data, and no Fast Open option",
                        handshake.synFrames()[0])
                .because("the SYN-ACK acknowledges the SYN alone, and brings no other cookie",
                        handshake.synAckFrames()[0])
                .not(Fault.FIRST_SYN_LOST, "the SYN is answered", handshake.synAckFrames()[0])
                .cost(handshake.rttNanos()));
    }

    private static boolean has(byte[] options) {
        var cursor = new TcpOptionCursor(MemorySegment.ofArray(options), 0, options.length);
        while (cursor.next()) {
            if (cursor.kind() == TcpOption.FAST_OPEN) return true;
        }
        return false;
    }

    private static void dropped(Conversation c, Findings findings) {
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
                .verdict("The SYN with " + Quantity.bytes(lengths[0])
                        + " of data gets no answer, the next one without is "
                        + "answered: Fast Open does not get through, and costs " + Quantity.time(cost) + ".")
                .because("carries data", handshake.synFrames()[0])
                .because("carries none, and is answered", handshake.synFrames()[plain], handshake.synAckFrames()[0])
                .not(Fault.FIRST_SYN_LOST, "nothing else is lost", handshake.synAckFrames()[0])
                .cost(cost));
    }
}
