package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import java.util.Arrays;

/** SYNs that nobody answered in the time that systems give them. */
final class Silence {
    /** The initial retransmission time-out (RFC 6298 2.1): for so long after a SYN the capture must have gone on. */
    static final long PATIENCE_NANOS = 1_000_000_000L;
    /** SYNs in vain; a single one may be a probe, or its answer may have been lost. */
    static final int ATTEMPTS = 2;
    /** More in a row are hardly lost by chance: even of a path that loses one in ten, one handshake in a thousand. */
    static final int LOST_BY_CHANCE = 2;

    private Silence() {}

    /** Whether no SYN of this conversation was answered by anybody. */
    static boolean isWhole(Conversation c, FileContext context, Findings findings) {
        if (c.handshake().outcome() != Outcome.UNANSWERED || c.handshake().syns() < ATTEMPTS) return false;
        if (c.icmpErrorCount() > 0 || c.fromServer().segments() > 0 || isExplained(findings)) return false;
        long latest = context.lastNanos() - PATIENCE_NANOS;
        return Arrays.stream(c.handshake().synNanos()).filter(at -> at <= latest).count() >= ATTEMPTS;
    }

    /** Whether more SYNs were not answered than are lost by chance, and a later one was. */
    static boolean isAtFirst(Conversation c, Findings findings) {
        var handshake = c.handshake();
        return handshake.outcome() == Outcome.COMPLETE && handshake.synAcks() > 0
                && unansweredSyns(c) > LOST_BY_CHANCE && !isExplained(findings);
    }

    private static boolean isExplained(Findings findings) {
        return findings.hasAny(FaultClass.REFUSED, FaultClass.SILENT, FaultClass.PATH);
    }

    /** SYNs before the first answer but the one that was answered. */
    static int unansweredSyns(Conversation c) {
        var handshake = c.handshake();
        if (handshake.synAcks() == 0) return handshake.syns();
        long answer = handshake.synAckNanos()[0];
        return (int) Arrays.stream(handshake.synNanos()).filter(at -> at <= answer).count() - 1;
    }

    /** {@code 7 SYNs in 63 s}. */
    static String attempts(Conversation c) {
        return Quantity.count(c.handshake().syns(), "SYN") + " in " + Quantity.time(costNanos(c));
    }

    static long costNanos(Conversation c) {
        return c.fromClient().lastNanos() - c.handshake().synNanos()[0];
    }
}
