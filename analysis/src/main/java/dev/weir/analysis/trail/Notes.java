package dev.weir.analysis.trail;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.conversation.ZeroWindow;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.tshark.Label;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said of the packets of a connection: why data was sent again, where requests and responses begin, what
 * findings rest on.
 */
public final class Notes {
    private static final long LONG_PAUSE_NANOS = 1_000_000_000;

    private final Map<Long, List<String>> byFrame = new HashMap<>();
    private final Set<Long> resent = new HashSet<>();
    private final Set<Long> copies = new HashSet<>();
    private final Set<Long> late = new HashSet<>();

    /** @param findings about it; may be none */
    public Notes(Conversation conversation, List<Finding> findings) {
        handshake(conversation);
        for (var side : new Half[] {conversation.fromClient(), conversation.fromServer()}) {
            side.losses().examples().forEach(this::resent);
            side.window().examples().forEach(this::closed);
            for (long frame : side.ordering().lateFrames()) {
                late.add(frame);
                add(frame, "overtaken on the way");
            }
            for (long frame : side.ordering().duplicateFrames()) {
                copies.add(frame);
                add(frame, "the same packet, captured again");
            }
        }
        for (var turn : conversation.turns()) {
            if (conversation.turnCount() == 1 && turn.requestFrame() == 0) continue;
            if (turn.requestFrame() > 0) add(turn.requestFrame(), "request " + turn.number() + " begins");
            if (turn.responseFrame() > 0) {
                add(turn.responseFrame(), "response begins" + (turn.waitNanos() == 0 ? ""
                        : ", " + Quantity.time(turn.waitNanos()) + " after the request"));
            }
        }
        for (var pause : conversation.pauses()) {
            if (pause.durationNanos() >= LONG_PAUSE_NANOS) {
                add(pause.toFrame(), Quantity.time(pause.durationNanos()) + " of silence before");
            }
        }
        for (var error : conversation.icmpErrors()) {
            add(error.frame(), "ICMP type " + error.type() + " code " + error.code() + " from " + error.sender());
        }
        findings(findings);
    }

    private void handshake(Conversation conversation) {
        var handshake = conversation.handshake();
        long[] syns = handshake.synFrames();
        for (int i = 0; i < syns.length; i++) add(syns[i], i == 0 ? "connection request" : "the same again");
        long[] answers = handshake.synAckFrames();
        for (int i = 0; i < answers.length; i++) add(answers[i], i == 0 ? "accepted" : "the same again");
        if (handshake.completedFrame() > 0 && handshake.rttNanos() > 0) {
            add(handshake.completedFrame(), "open, round trip " + Quantity.time(handshake.rttNanos()));
        }
        if (handshake.refusedFrame() > 0) add(handshake.refusedFrame(), "refused");
    }

    private void findings(List<Finding> findings) {
        for (var finding : findings) {
            var told = new HashSet<Long>();
            for (var evidence : finding.evidence()) {
                for (long frame : evidence.frames()) {
                    if (told.add(frame)) add(frame, "see " + finding.fault().name());
                }
            }
        }
    }

    private void resent(Retransmission r) {
        resent.add(r.frame());
        String why = switch (r.kind()) {
            case TIMEOUT -> "sent again: time-out";
            case FAST -> "sent again: told of loss";
            case PROBE -> "sent again: tail-loss probe";
            case PATH_MTU -> "sent again: smaller, as ICMP asked";
            case SPURIOUS -> "sent again for nothing";
        };
        String where = switch (r.side()) {
            case BEFORE_CAPTURE -> ", lost before the capture";
            case AFTER_CAPTURE -> r.firstFrame() > 0 ? ", packet " + r.firstFrame() + " was lost behind the capture"
                    : ", lost behind the capture";
            case NOT_LOST -> "";
        };
        add(r.frame(), why + where + (r.costNanos() > 0 ? ", " + Quantity.time(r.costNanos()) + " later" : ""));
    }

    private void closed(ZeroWindow zero) {
        add(zero.fromFrame(), "window closed for " + Quantity.time(zero.durationNanos()));
        if (zero.toFrame() > 0) add(zero.toFrame(), "window open again");
    }

    private void add(long frame, String note) {
        var notes = byFrame.computeIfAbsent(frame, _ -> new ArrayList<>(2));
        if (!notes.contains(note)) notes.add(note);
    }

    /** Whether it carries data that was sent before. */
    public boolean isResent(Step step) {
        return resent.contains(step.frame());
    }

    /** Whether it was captured before, as one and the same packet. */
    public boolean isCopy(Step step) {
        return copies.contains(step.frame());
    }

    /** Whether later data of the same sender came before it. */
    public boolean isLate(Step step) {
        return late.contains(step.frame());
    }

    /** In one line; empty where there is nothing to say. */
    public String of(Step step) {
        var notes = new ArrayList<>(byFrame.getOrDefault(step.frame(), List.of()));
        boolean again = resent.contains(step.frame()) || copies.contains(step.frame());
        if (step.labels().contains(Label.KEEP_ALIVE)) notes.add("keep-alive");
        if (step.labels().contains(Label.KEEP_ALIVE_ACK)) notes.add("answers the keep-alive");
        if (step.labels().contains(Label.ZERO_WINDOW_PROBE)) notes.add("asks whether the window opened");
        if (step.labels().contains(Label.WINDOW_FULL)) notes.add("fills the window");
        if (step.labels().contains(Label.ACK_LOST_SEGMENT)) notes.add("acknowledges what was not captured");
        if (step.labels().contains(Label.LOST_SEGMENT) && !again) notes.add("what comes before is missing here");
        if (step.has(TcpFlags.RST) && notes.isEmpty()) notes.add("reset");
        if (step.has(TcpFlags.FIN) && !again) notes.add("ends its stream");
        return String.join("; ", notes);
    }
}
