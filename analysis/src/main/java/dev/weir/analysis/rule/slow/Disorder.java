package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.conversation.Retransmission.LossSide;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import java.util.Arrays;

/** Packets that overtake each other so far that senders repeat them for nothing, and packets that come twice. */
public final class Disorder implements Rule {
    /** Segments; what is repeated for nothing now and then costs nothing. */
    private static final int LEAST = 10;
    /**
     * Of all data segments. Less than that senders learn to live with: RACK waits longer once it knows (RFC 8985 6.2).
     */
    private static final double LEAST_SHARE = 0.015;
    /** Of what was repeated, reported to have arrived twice: then nothing of it was lost. */
    private static final double NEARLY_ALL = 0.8;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        for (var flow : Flow.of(c, findings)) {
            long least = Math.max(LEAST, (long) (LEAST_SHARE * flow.sender().sizes().count()));
            var losses = flow.sender().losses();
            if (losses.segments() >= least) {
                boolean needless = losses.segments(LossSide.NOT_LOST) >= NEARLY_ALL * losses.segments();
                boolean late = flow.isSeenFromSender() || flow.sender().ordering().late() * 2 >= losses.segments();
                if (needless && late) reordered(flow, findings);
            } else if (flow.receiver().dsackSegments() >= least
                    && losses.segments() * 2 < flow.receiver().dsackSegments()) {
                doubled(flow, findings);
            }
        }
    }

    private static void reordered(Flow flow, Findings findings) {
        var losses = flow.sender().losses();
        var ordering = flow.sender().ordering();
        var repeated = losses.examples().stream().map(Retransmission::frame).toList();
        var draft = findings.of(Fault.REORDERING)
                .verdict(Quantity.count(losses.segments(), "segment") + " of the " + flow.senderName()
                        + " were repeated for nothing: packets overtake each other, and it looks like loss.")
                .because("the receiver reports that it got what was repeated twice ("
                        + Quantity.bytes(losses.dsackBytes())
                        + ")", repeated)
                .not(Fault.PACKET_LOSS, "all of it had arrived", repeated.getFirst())
                .not(Fault.DUPLICATION, "only what the sender itself repeated came twice", repeated.getFirst())
                .cost(Math.max(losses.costNanos(), flow.sender().flight().limitedNanos(
                        SenderLimit.LOSS)));
        if (ordering.late() > 0) {
            draft.because(Quantity.count(ordering.late(), "segment") + " came late, overtaken by up to "
                    + ordering.depthSegments() + " others, by " + Quantity.time(ordering.longestDelayNanos())
                    + " at most", Arrays.stream(ordering.lateFrames()).boxed().toList());
        }
        findings.claim(draft);
    }

    private static void doubled(Flow flow, Findings findings) {
        var ordering = flow.sender().ordering();
        long reports = flow.receiver().dsackSegments();
        var draft = findings.of(Fault.DUPLICATION)
                .verdict("The network delivers packets of the " + flow.senderName() + " twice: " + reports + " of "
                        + flow.sender().sizes().count() + ".")
                .because("the " + flow.receiverName() + " reports "
                        + Quantity.bytes(flow.sender().losses().dsackBytes())
                        + " received twice, and the " + flow.senderName() + " sent only "
                        + Quantity.count(flow.sender().losses().segments(), "segment") + " again",
                        flow.receiver().lastFrame())
                .not(Fault.CAPTURE_DUPLICATES, "the receiver's TCP got the copies, not only the capture",
                        flow.receiver().lastFrame())
                .not(Fault.REORDERING, "the sender repeated nothing", flow.sender().lastDataFrame());
        if (ordering.duplicates() > 0) {
            draft.because("the copies came by", Arrays.stream(ordering.duplicateFrames()).boxed().toList());
        }
        findings.claim(draft);
    }
}
