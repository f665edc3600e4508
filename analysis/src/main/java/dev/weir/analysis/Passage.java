package dev.weir.analysis;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event.PacketImpaired;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpFlags;
import java.util.List;
import java.util.Optional;

/**
 * One segment on its way from one side to the other.
 *
 * @param number from 1, over both sides in order of sending
 * @param side who sent it
 * @param sentAt nanoseconds; equal to {@code arrivedAt} where only the receiver was observed
 * @param arrivedAt nanoseconds; {@link #NEVER} if it did not arrive, or nobody observed it arrive
 * @param segment as sent, numbers relative to the start of the connection
 * @param cause why it was sent; empty where only the receiver was observed
 * @param repeats the passage whose bytes it carries again; empty for new ones
 * @param decisions what the link did to it
 * @param dropped what the receiver held against it; {@link DropReason#NONE} if it was used
 */
public record Passage(
        int number,
        Side side,
        long sentAt,
        long arrivedAt,
        SegmentView segment,
        Optional<SendCause> cause,
        Optional<Passage> repeats,
        List<PacketImpaired> decisions,
        DropReason dropped) implements Moment {
    /** The time of what did not happen. */
    public static final long NEVER = Long.MAX_VALUE;

    public Passage {
        decisions = List.copyOf(decisions);
    }

    /** What became of a segment. */
    public enum Fate {
        ARRIVED,
        /** The link took it away, or spoilt it so that the receiver could not use it. */
        LOST,
        /** It arrived whole, and the receiver had no use for it. */
        DROPPED,
        /** The recording ends before, or nobody watched the other end. */
        UNKNOWN
    }

    @Override
    public long at() {
        return sentAt;
    }

    public Fate fate() {
        if (lossRule().isPresent()) return Fate.LOST;
        if (dropped != DropReason.NONE) return Fate.DROPPED;
        return arrivedAt != NEVER ? Fate.ARRIVED : Fate.UNKNOWN;
    }

    /** The rule by which the link lost or spoilt it. */
    public Optional<String> lossRule() {
        for (var decision : decisions) {
            if (isDrop(decision)) return Optional.of(decision.rule());
            if (arrivedAt == NEVER && decision.decision().startsWith("corrupted")) return Optional.of(decision.rule());
        }
        return Optional.empty();
    }

    static boolean isDrop(PacketImpaired decision) {
        return decision.decision().startsWith("dropped");
    }

    public boolean isRetransmission() {
        return cause.map(SendCause::isRetransmission).orElse(repeats.isPresent());
    }

    /** Position after its last octet; SYN and FIN take one each. */
    public long end() {
        return end(segment);
    }

    static long end(SegmentView segment) {
        return segment.sequence() + segment.lengthBytes() + (segment.has(TcpFlags.SYN) ? 1 : 0)
                + (segment.has(TcpFlags.FIN) ? 1 : 0);
    }

    /** Takes sequence space: it must be acknowledged, and is sent again if it is lost. */
    public boolean takesSpace() {
        return end() > segment.sequence();
    }

    /** Nothing but an acknowledgment and a window. */
    public boolean isPureAck() {
        return segment.lengthBytes() == 0 && (segment.flags() & ~(TcpFlags.ECE | TcpFlags.CWR)) == TcpFlags.ACK;
    }
}
