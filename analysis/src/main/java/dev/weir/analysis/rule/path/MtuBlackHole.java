package dev.weir.analysis.rule.path;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.Notice.IcmpError;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;
import dev.weir.wire.IcmpHeader;
import java.util.Optional;

/**
 * Segments above a size are sent again and again and never acknowledged, smaller ones are: the path carries less than
 * the sender believes, and does not say so, or its word is filtered. A sender that is told by ICMP and goes on with
 * smaller segments is healthy.
 */
public final class MtuBlackHole implements Rule {
    /**
     * Text of the smallest segments that may meet a black hole: what every path of IPv6 must carry is 1280 bytes (RFC
     * 8200 5), less two headers and options.
     */
    private static final int LEAST_LARGE = 1180;
    /** Of one segment; beyond RFC 9293's R1 and the fast retransmission before. */
    private static final int REPETITIONS = 3;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (c.handshake().outcome() != Outcome.COMPLETE && c.handshake().outcome() != Outcome.NOT_SEEN) return;
        if (findings.hasAny(FaultClass.SILENT, FaultClass.CUT)) return;
        for (boolean client : new boolean[] {true, false}) {
            if (examine(c, client, context, findings)) return;
        }
    }

    private static boolean examine(Conversation c, boolean client, FileContext context, Findings findings) {
        var half = c.from(client);
        int lost = half.sizes().smallestNeverAcknowledged();
        if (lost < LEAST_LARGE) return false;
        boolean stuck = half.unansweredRetransmissions() >= REPETITIONS && c.resetCount() == 0;
        boolean mended = half.losses().timeouts() >= REPETITIONS
                && half.sizes().largestAcknowledged() > 0 && half.acknowledgedBytes() > 0;
        var told = told(c, client);
        if (!stuck && !mended || mended && told.isPresent()) return false;
        int carried = half.sizes().largestAcknowledged();
        if (stuck && carried >= LEAST_LARGE && half.unansweredRetransmissions() == half.losses().segments()) {
            return false; // nearly as large ones arrived before: it is the peer that went silent
        }
        var small = smaller(c, client, half, context);
        claim(c, client, half, lost, told, small, findings);
        return true;
    }

    /** "Fragmentation needed" or "packet too big" about what this side sent. */
    private static Optional<IcmpError> told(Conversation c, boolean client) {
        var address = (client ? c.client() : c.server()).address();
        return c.icmpErrors().stream().filter(error -> error.source().equals(address)
                && (error.version() == 4
                        ? error.type() == IcmpHeader.V4.DESTINATION_UNREACHABLE
                                && error.code() == IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED
                        : error.type() == IcmpHeader.V6.PACKET_TOO_BIG)).findFirst();
    }

    /** Another connection between the two hosts that works at that time. */
    private static Optional<Trace> smaller(Conversation c, boolean client, Half half, FileContext context) {
        return context.answered(c.server().address()).stream()
                .filter(other -> other.number() != c.number()
                        && other.client().address().equals(c.client().address()) && other.completedNanos() != 0
                        && other.lastFromServerNanos() > half.firstOutstandingNanos()).findFirst();
    }

    private static void claim(Conversation c, boolean client, Half half, int lost, Optional<IcmpError> told,
            Optional<Trace> small, Findings findings) {
        int carried = half.sizes().largestAcknowledged();
        var examples = half.losses().examples().stream().map(r -> r.frame()).toList();
        String sender = client ? "the client" : "the server";
        int headers = (c.version() == 4 ? 20 : 40) + 20;
        long cost = Math.max(half.losses().costNanos(), half.lastNanos() - half.firstOutstandingNanos());
        var draft = findings.of(Fault.MTU_BLACK_HOLE)
                .by(told.isPresent() ? client ? Culprit.CLIENT_HOST : Culprit.SERVER_HOST : Culprit.NETWORK)
                .confidence(carried > 0 || small.isPresent() ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict(told.isPresent()
                        ? "The path reports that it carries at most " + told.get().mtu() + " bytes, and " + sender
                                + " goes on with larger ones."
                        : "Segments of " + lost + " bytes from " + sender + " vanish without a word"
                                + (carried > 0 ? "; those up to " + carried + " bytes arrive." : "."))
                .because("segments of at least " + lost + " bytes are repeated "
                        + half.losses().segments() + " times and never acknowledged", examples)
                .cost(half.firstOutstandingFrame() == 0 ? half.losses().costNanos() : cost)
                .advice("Clamp the MSS to what the path carries (below " + lost + " bytes"
                        + (carried > 0 ? ", " + carried + " works" : "") + "; tunnels: MTU less " + headers
                        + "), let ICMP \"fragmentation needed\" pass, or net.ipv4.tcp_mtu_probing=1 at the sender.");
        told.ifPresent(error -> draft.because(error.sender() + " says so by ICMP", error.frame()));
        if (told.isEmpty()) draft.because("no ICMP error about them is in the capture", half.firstDataFrame());
        small.ifPresent(other -> draft.because("meanwhile another connection between the two works",
                other.lastFromServerFrame()));
        if (c.handshake().completedFrame() != 0) {
            draft.not(Fault.PEER_GONE, "the handshake just before is fine: its packets are small",
                    c.handshake().completedFrame());
        }
        draft.not(Fault.PACKET_LOSS, "all of this size are lost, " + Quantity.count(half.losses().segments(),
                "repetition") + " too", examples.isEmpty() ? half.firstDataFrame() : examples.getFirst());
        findings.claim(draft);
    }
}
