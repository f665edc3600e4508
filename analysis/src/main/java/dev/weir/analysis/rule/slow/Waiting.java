package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.HeldWrites.HeldWrite;
import dev.weir.analysis.conversation.Pause;
import dev.weir.analysis.conversation.Restarts.Restart;
import dev.weir.analysis.conversation.Turn;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import java.util.List;

/** Senders that could send and do not: they make their data in pieces, hold small writes back, or begin small again. */
public final class Waiting implements Rule {
    /** Within a transfer, not between two: who pauses longer has sent what there was. */
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;
    /** What a program may take to read its disk or ask its database. */
    private static final long SHORTEST_PAUSE_NANOS = 200_000_000L;
    private static final int LEAST_PAUSES = 3;
    /**
     * Ten full segments, the initial window (RFC 6928): less between two pauses is a message, not part of a transfer.
     */
    private static final long LEAST_PIECE_BYTES = 14_000;
    /** Of the time from the first to the last byte. */
    private static final double LEAST_SHARE = 0.5;
    /** The mean delay from which on a single exchange is noticed. */
    private static final long NOTICED_DELAY_NANOS = 200_000_000L;
    /** Round trips of growing: one or two are what any burst of some size takes. */
    private static final double LEAST_ROUNDS = 2.8;
    /** Three doublings: with less to make up for, no more than two round trips are lost. */
    private static final int LEAST_GROWTH = 8;
    /** Held-back writes of one connection that are noticed as a whole. */
    private static final long NAGLE_NANOS = 500_000_000L;
    /** Requests whose answers wait for it: in a stream of pictures or events nobody waits for the end of a write. */
    private static final int LEAST_TURNS = 5;
    /** Half of the shortest delayed acknowledgment in use (Linux, 40 ms). */
    private static final long DELAYED_ACK_NANOS = 20_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        for (var flow : Flow.of(c, findings)) {
            nagle(flow, findings);
            restarts(flow, findings);
            if (findings.list().isEmpty()) pieces(flow, findings);
        }
    }

    private static void nagle(Flow flow, Findings findings) {
        var c = flow.conversation();
        var writes = flow.sender().heldWrites();
        long held = writes.totalNanos();
        if (held < NAGLE_NANOS || held < c.elapsedNanos() / 10) return;
        if (c.turnCount() < LEAST_TURNS || held / c.turnCount() < DELAYED_ACK_NANOS) return;
        String who = flow.senderName();
        var next = writes.examples().stream().map(HeldWrite::nextFrame).toList();
        findings.claim(findings.of(Fault.NAGLE_DELAYED_ACK)
                .by(flow.senderApplication())
                .verdict("Small writes of the " + who + " wait for delayed acknowledgments: " + Quantity.time(held)
                        + " of "
                        + Quantity.time(c.elapsedNanos()) + ", about " + Quantity.time(held / writes.count())
                                + " each of "
                        + writes.count() + " times.")
                .because("a small segment is acknowledged only after a delay",
                        writes.examples().stream().map(HeldWrite::ackFrame).toList())
                .because("and the next one follows at once", next)
                .not(Fault.SLOW_SERVER, "the " + flow.receiverName() + " waits for the rest of the message meanwhile",
                        next.getFirst())
                .not(Fault.PACKET_LOSS, Quantity.count(flow.sender().losses().segments(), "segment") + " repeated",
                        next.getFirst())
                .cost(held)
                .advice("Set TCP_NODELAY in the " + who + "'s program, or write each message in one call (a buffer, "
                        + "writev)."));
    }

    /** Bursts that began with the initial window though more had been in flight before. */
    private static void restarts(Flow flow, Findings findings) {
        if (!flow.isSeenFromSender() || flow.sender().losses().timeouts() > 0) return; // that makes windows small, too
        long rtt = flow.leastRttNanos();
        var slow = flow.sender().restarts().examples().stream()
                .filter(r -> r.growthNanos() >= LEAST_ROUNDS * rtt
                        && r.greatestBeforeBytes() >= LEAST_GROWTH * r.firstFlightBytes()).toList();
        if (slow.size() < 2) return;
        long lost = slow.stream().mapToLong(r -> r.growthNanos() - rtt).sum();
        if (lost / slow.size() < NOTICED_DELAY_NANOS) return;
        var frames = slow.stream().map(Restart::frame).toList();
        findings.claim(findings.of(Fault.SLOW_START_AFTER_IDLE)
                .by(flow.senderHost())
                .verdict("After each pause the " + flow.senderName() + " begins with a small window again: about "
                        + Quantity.time(lost / slow.size()) + " more for each of " + slow.size() + " bursts.")
                .because("bursts after a pause begin with " + Quantity.bytes(slow.getFirst().firstFlightBytes())
                        + " in flight, where " + Quantity.bytes(slow.getFirst().greatestBeforeBytes())
                        + " had been before, and take " + Quantity.time(slow.getFirst().growthNanos()) + " to grow",
                        frames)
                .not(Fault.PACKET_LOSS, Quantity.count(flow.sender().losses().segments(), "segment") + " repeated",
                        frames.getFirst())
                .not(Fault.WINDOW_SMALLER_THAN_BDP, "the receiver offers "
                        + Quantity.bytes(flow.receiver().window().greatestBytes()), frames.getFirst())
                .not(Fault.SENDER_LIMITED, "within the bursts it always had more to send", frames.getFirst())
                .cost(lost));
    }

    /** One response (or upload) that comes in pieces, with pauses in which nothing hinders its sender. */
    private static void pieces(Flow flow, Findings findings) {
        if (flow.conversation().handshake().rttNanos() == 0) return; // it may be the path that pauses
        for (var turn : flow.conversation().turns()) {
            long start = flow.isFromClient() ? turn.requestStartNanos() : turn.responseStartNanos();
            long end = flow.isFromClient() ? turn.requestEndNanos() : turn.responseEndNanos();
            long bytes = flow.isFromClient() ? turn.requestBytes() : turn.responseBytes();
            if (end - start < 2 * Flow.NOTICED_NANOS) continue;
            var pauses = pauses(flow.conversation(), start, end);
            long paused = pauses.stream().mapToLong(Pause::durationNanos).sum();
            if (pauses.size() < LEAST_PAUSES || paused < LEAST_SHARE * (end - start)
                    || bytes / (pauses.size() + 1) < LEAST_PIECE_BYTES) {
                continue;
            }
            claim(flow, turn, pauses, paused, end - start, findings);
            return;
        }
    }

    private static List<Pause> pauses(Conversation c, long start, long end) {
        long least = Math.max(SHORTEST_PAUSE_NANOS, 4 * c.handshake().rttNanos());
        return c.pauses().stream().filter(p -> p.startNanos() >= start && p.startNanos() + p.durationNanos() <= end
                && p.durationNanos() >= least && p.durationNanos() <= LONGEST_PAUSE_NANOS).toList();
    }

    private static void claim(Flow flow, Turn turn, List<Pause> pauses, long paused, long whole, Findings findings) {
        var frames = pauses.stream().map(Pause::toFrame).toList();
        findings.claim(findings.of(Fault.SENDER_LIMITED)
                .by(flow.senderApplication())
                .verdict("The " + flow.senderName() + "'s program makes its data in pieces: for "
                        + Quantity.time(paused)
                        + " of " + Quantity.time(whole) + " it had nothing to send.")
                .because(Quantity.count(pauses.size(), "pause") + " with nothing in flight, up to "
                        + Quantity.time(pauses.getFirst().durationNanos()), frames)
                .not(Fault.ZERO_WINDOW, "the window stays open: at the least " + Quantity.bytes(
                        flow.receiver().window().leastBytes()), frames.getFirst())
                .not(Fault.PACKET_LOSS, Quantity.count(flow.sender().losses().segments(), "segment") + " repeated",
                        frames.getFirst())
                .cost(paused)
                .advice("Profile the " + flow.senderName() + "'s program: what does it do before frame "
                        + frames.getFirst() + "? Neither the network nor the " + flow.receiverName() + " holds it."));
    }
}
