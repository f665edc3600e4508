package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/**
 * Handshakes in which one side repeats itself though the other answers. Where the client repeats its SYN, the SYN-ACK
 * does not reach it: the way back is cut. Where it acknowledges and sends, and the server repeats its SYN-ACK, the
 * server does not take it: its accept queue is full (or the last part of the way there is cut).
 */
public final class HandshakeStuck implements Rule {
    /** Repetitions of each side, so that two chance losses are not enough. */
    private static final int REPETITIONS = 2;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var handshake = c.handshake();
        if (handshake.synAcks() < REPETITIONS || findings.hasAny(FaultClass.SILENT, FaultClass.PATH)) return;
        if (handshake.outcome() == Outcome.HALF_OPEN) wayBackCut(c, handshake, findings);
        else if (handshake.outcome() == Outcome.COMPLETE) notTaken(c, handshake, findings);
    }

    private static void wayBackCut(Conversation c, Handshake handshake, Findings findings) {
        if (handshake.syns() <= REPETITIONS || handshake.synAcks() <= REPETITIONS) return;
        if (c.fromClient().segments() > handshake.syns()) return; // it says something else, so it heard something
        long cost = c.fromClient().lastNanos() - handshake.synNanos()[0];
        findings.claim(findings.of(Fault.ASYMMETRIC_PATH)
                .confidence(Confidence.LIKELY)
                .verdict("SYN-ACKs do not reach the client: the way back to " + c.client().address()
                        + " is another than the way there, or is filtered.")
                .because("the server answers with " + Quantity.count(handshake.synAcks(), "SYN-ACK"),
                        handshake.synAckFrames()[0], handshake.synAckFrames()[1])
                .because("and the client goes on repeating its SYN, " + handshake.syns() + " in all",
                        handshake.synFrames()[0], handshake.synFrames()[1])
                .not(Fault.SYN_FLOOD, "the client repeats its SYN: it is real", handshake.synFrames()[1])
                .not(Fault.PACKET_LOSS, "nothing at all gets through one way", handshake.synAckFrames()[1])
                .cost(cost)
                .advice("Compare the ways in both directions between " + c.server().address() + " and "
                        + c.client().address() + ": a stateful firewall on only one of them drops the SYN-ACK; route "
                        + "both through it, or let it accept what it sees one way."));
    }

    private static void notTaken(Conversation c, Handshake handshake, Findings findings) {
        long repeated = handshake.synAckNanos()[handshake.synAckNanos().length - 1];
        long repeatedFrame = handshake.synAckFrames()[handshake.synAckFrames().length - 1];
        boolean acknowledged = handshake.completedNanos() < repeated - handshake.clientSideRttNanos();
        boolean spoke = c.fromClient().firstDataFrame() != 0 && c.fromClient().firstDataNanos() < repeated;
        if (!acknowledged || !spoke || c.fromClient().losses().segments() < REPETITIONS) return;
        boolean taken = c.fromClient().acknowledgedBytes() > 0;
        long cost = (taken ? c.fromServer().lastNanos() : c.fromClient().lastNanos()) - handshake.completedNanos();
        findings.claim(findings.of(Fault.ACCEPT_QUEUE_FULL)
                .confidence(taken ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("The server's program accepts too slowly: its host repeats the SYN-ACK and does not take what "
                        + "the client sends, because its accept queue is full.")
                .because("the client completes the handshake and sends data", handshake.completedFrame(),
                        c.fromClient().firstDataFrame())
                .because("the server repeats its SYN-ACK all the same", repeatedFrame)
                .because("and the client repeats its data "
                        + Quantity.count(c.fromClient().losses().segments(), "time"),
                        c.fromClient().losses().examples().stream().map(r -> r.frame()).toList())
                .not(Fault.PACKET_LOSS, "the client's packets are lost only until the server makes room", repeatedFrame)
                .cost(cost));
    }
}
