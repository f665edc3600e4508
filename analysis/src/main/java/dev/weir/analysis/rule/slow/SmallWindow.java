package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** The receiver's window is always used up, and the path would carry more. */
public final class SmallWindow implements Rule {
    /** Of the sender's time. */
    private static final double LEAST_SHARE = 0.5;
    /**
     * A window that never shrinks below this part of its greatest is full because it is small, not because nobody
     * reads.
     */
    private static final double STEADY = 0.5;
    /** The greatest without window scale (RFC 9293 3.1). */
    private static final int UNSCALED = 65_535;
    private static final int NOP = 1;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        for (var flow : Flow.of(c, findings)) {
            long waited = flow.limitedNanos(SenderLimit.RECEIVER_WINDOW);
            var window = flow.receiver().window();
            boolean open = window.zeroWindows() == 0 && window.leastBytes() >= STEADY * window.greatestBytes();
            if (flow.isSeenFromSender() && waited >= Flow.NOTICED_NANOS && open && flow.isPathIdle()
                    && flow.share(SenderLimit.RECEIVER_WINDOW) >= LEAST_SHARE) {
                claim(flow, waited, findings);
            }
        }
    }

    private static void claim(Flow flow, long waited, Findings findings) {
        var handshake = flow.conversation().handshake();
        long window = flow.receiver().window().greatestBytes();
        boolean unscaled = handshake.isNegotiationKnown() && !handshake.hasWindowScale() && window <= UNSCALED;
        boolean stripped = hasBlanks(handshake.clientOptionBytes()) || hasBlanks(handshake.serverOptionBytes());
        var draft = findings.of(Fault.WINDOW_SMALLER_THAN_BDP)
                .by(unscaled ? Culprit.MIDDLEBOX : flow.receiverHost())
                .verdict("The " + flow.receiverName() + " lets at most " + Quantity.bytes(window)
                        + " be on the way: at a round trip of " + Quantity.time(flow.leastRttNanos()) + " that is "
                        + Quantity.rate((long) (8 * window / (flow.leastRttNanos() / 1e9)))
                                + ", however fast the path.")
                .because("the window is used up for " + Quantity.time(waited) + ", with up to "
                        + Quantity.bytes(flow.sender().flight().greatestBytes()) + " in flight",
                        flow.sender().firstDataFrame(), flow.sender().lastDataFrame())
                .because("and no queue stands on the path: the round trip stays at "
                        + Quantity.time(flow.medianRttNanos()), flow.sender().lastDataFrame())
                .not(Fault.ZERO_WINDOW, "it never closes: at the least " + Quantity.bytes(
                        flow.receiver().window().leastBytes()) + " are offered", flow.receiver().lastFrame())
                .not(Fault.PACKET_LOSS, Quantity.count(flow.sender().losses().segments(), "segment") + " repeated",
                        flow.sender().lastDataFrame())
                .cost(waited)
                .advice("For R bit/s the window must be R x " + Quantity.time(flow.leastRttNanos())
                        + " / 8: 100 Mbit/s need "
                        + Quantity.bytes((long) (100e6 / 8 * (flow.leastRttNanos() / 1e9)))
                        + ". Let the receive buffer grow (net.ipv4.tcp_rmem; no SO_RCVBUF in the program)"
                        + (unscaled ? ", and find who takes window scale away." : "."));
        if (unscaled) {
            boolean offered = handshake.clientOptions().windowScale() >= 0;
            draft.because(offered ? "the client offers window scale, the SYN-ACK does not have it"
                    : "the SYN has no window scale", handshake.synFrames()[0], handshake.synAckFrames()[0]);
        }
        if (unscaled && stripped) {
            draft.because("four NOPs in a row stand among the options: a device blanked one", handshake.synFrames()[0],
                    handshake.synAckFrames()[0]);
        }
        findings.claim(draft);
    }

    /** No stack writes four NOPs in a row; a device that removes an option in place does. */
    private static boolean hasBlanks(byte[] options) {
        int row = 0;
        for (byte option : options) {
            row = option == NOP ? row + 1 : 0;
            if (row == 4) return true;
        }
        return false;
    }
}
