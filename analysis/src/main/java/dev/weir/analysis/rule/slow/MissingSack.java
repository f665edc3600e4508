package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.wire.TcpOptions;

/** Losses that take a round trip each to repair, because "SACK permitted" is missing among options of one side. */
public final class MissingSack implements Rule {
    /** Segments that were repaired one by one. */
    private static final int LEAST = 3;
    /** Of the sender's time spent on repair. */
    private static final double LEAST_SHARE = 0.1;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var handshake = c.handshake();
        if (!handshake.isNegotiationKnown() || handshake.hasSack() || !handshake.hasTimestamps()
                || !handshake.hasWindowScale()) {
            return;
        }
        for (var flow : Flow.of(c, findings)) {
            var losses = flow.sender().losses();
            boolean oneByOne = losses.segments() >= LEAST && losses.segments() > losses.recoveries();
            if (!oneByOne || flow.share(SenderLimit.LOSS) < LEAST_SHARE) continue;
            claim(flow, handshake.clientOptions(), findings);
            return;
        }
    }

    private static void claim(Flow flow, TcpOptions client, Findings findings) {
        var handshake = flow.conversation().handshake();
        var losses = flow.sender().losses();
        long repair = flow.limitedNanos(SenderLimit.LOSS);
        findings.claim(findings.of(Fault.OPTIONS_STRIPPED)
                .confidence(Confidence.LIKELY)
                .verdict("\"SACK permitted\" is missing, so that each lost segment takes a round trip of its own to "
                        + "repair: "
                        + Quantity.time(repair) + " for " + Quantity.count(losses.segments(), "segment") + ".")
                .because(client.sackPermitted()
                        ? "the SYN offers SACK; the SYN-ACK has timestamps and window scale, and no SACK"
                        : "the SYN has timestamps and window scale, and no SACK", handshake.synFrames()[0],
                        handshake.synAckFrames()[0])
                .because("lost segments are repaired one after the other", losses.examples().stream()
                        .map(Retransmission::frame).toList())
                .cost(repair)
                .advice("Capture the SYN at both ends: if one has the option and the other does not, a device on the "
                        + "path "
                        + "removes it. Otherwise switch it on at the side without (net.ipv4.tcp_sack=1)."));
    }
}
