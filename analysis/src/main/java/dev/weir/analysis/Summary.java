package dev.weir.analysis;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.SendLimit;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What one connection adds up to.
 *
 * @param timeline what was added up
 * @param durationNanos from the first segment to the last, TIME-WAIT not counted
 * @param handshakeRttNanos from a SYN to the answer; empty if the handshake failed, or a SYN was sent twice
 * @param client what the client sent, and what became of it
 * @param server likewise
 */
public record Summary(
        Timeline timeline, long durationNanos, OptionalLong handshakeRttNanos, Half client, Half server) {

    /**
     * One direction.
     *
     * @param segments sent, repeated ones included
     * @param dataSegments those with payload
     * @param deliveredBytes of the stream, that arrived in order
     * @param deliveryNanos from the first payload sent to the last delivered
     * @param retransmissions by their cause
     * @param lost by the rule of the link that took them
     * @param dropped by the reason of the receiver
     * @param largestCwndBytes 0 where it is not known
     * @param limitedNanos time by what held the sender; empty where it is not known
     */
    public record Half(
            Side side,
            int segments,
            int dataSegments,
            long deliveredBytes,
            long deliveryNanos,
            Map<SendCause, Integer> retransmissions,
            Map<String, Integer> lost,
            Map<DropReason, Integer> dropped,
            long largestCwndBytes,
            Map<SendLimit, Long> limitedNanos) {

        public int retransmitted() {
            return total(retransmissions);
        }

        /** Payload bits delivered per second; 0 where there were none, or they took no time. */
        public long goodputBitsPerSecond() {
            return deliveryNanos == 0 ? 0 : StrictMath.round(deliveredBytes * 8e9 / deliveryNanos);
        }
    }

    /** @param infos a snapshot of each side after its last segment; sides may be missing */
    public static Summary of(Timeline timeline, Map<Side, TcpInfo> infos) {
        long last = timeline.begin();
        for (var passage : timeline.passages()) {
            last = Math.max(last, passage.arrivedAt() == Passage.NEVER ? passage.sentAt() : passage.arrivedAt());
        }
        return new Summary(timeline, last - timeline.begin(), handshakeRtt(timeline, infos),
                half(timeline, Side.CLIENT, Optional.ofNullable(infos.get(Side.CLIENT))),
                half(timeline, Side.SERVER, Optional.ofNullable(infos.get(Side.SERVER))));
    }

    public Half half(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    private static OptionalLong handshakeRtt(Timeline timeline, Map<Side, TcpInfo> infos) {
        for (var side : Side.values()) {
            var info = infos.get(side);
            if (info != null && info.handshakeRttNanos() > 0) return OptionalLong.of(info.handshakeRttNanos());
        }
        long asked = -1;
        for (var passage : timeline.passages()) {
            if (!passage.segment().has(TcpFlags.SYN)) continue;
            if (passage.side() == Side.CLIENT) {
                if (asked >= 0) return OptionalLong.empty();
                asked = passage.sentAt();
            } else if (passage.fate() == Passage.Fate.ARRIVED && asked >= 0) {
                return OptionalLong.of(passage.arrivedAt() - asked);
            }
        }
        return OptionalLong.empty();
    }

    private static Half half(Timeline timeline, Side side, Optional<TcpInfo> info) {
        var delivery = new Delivery();
        var retransmissions = new EnumMap<SendCause, Integer>(SendCause.class);
        var lost = new TreeMap<String, Integer>();
        var dropped = new EnumMap<DropReason, Integer>(DropReason.class);
        int segments = 0;
        int dataSegments = 0;
        for (var passage : timeline.passages()) {
            if (passage.side() != side) {
                delivery.acknowledged(passage);
                continue;
            }
            segments++;
            if (passage.segment().lengthBytes() > 0) dataSegments++;
            passage.cause().filter(SendCause::isRetransmission)
                    .ifPresent(cause -> retransmissions.merge(cause, 1, Integer::sum));
            passage.lossRule().ifPresent(rule -> lost.merge(rule, 1, Integer::sum));
            if (passage.lossRule().isEmpty() && passage.dropped() != DropReason.NONE) {
                dropped.merge(passage.dropped(), 1, Integer::sum);
            }
            delivery.sent(passage);
        }
        long cwnd = info.map(TcpInfo::maximumCwndBytes).orElse(0L);
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.side() != side) continue;
            if (occurrence.event() instanceof Event.WindowChanged change) cwnd = Math.max(cwnd, change.cwndBytes());
            if (occurrence.event() instanceof Event.PacketImpaired drop) lost.merge(drop.rule(), 1, Integer::sum);
        }
        delivery.finish();
        return new Half(side, segments, dataSegments, delivery.bytes(), delivery.nanos(), retransmissions, lost,
                dropped, cwnd, info.map(TcpInfo::limited).orElse(Map.of()));
    }

    private static int total(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For a person: a name and what there is to say on each line, at most 80 columns where the parts allow it. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        var flow = timeline.flow();
        row(lines, "connection", Flow.endpoint(flow.local(), flow.localPort()) + " -> "
                + Flow.endpoint(flow.remote(), flow.remotePort()));
        row(lines, "duration", Quantity.time(durationNanos) + " from the first segment to the last");
        row(lines, "handshake RTT", handshakeRttNanos.isPresent() ? Quantity.time(handshakeRttNanos.getAsLong())
                : "not measured");
        for (var half : List.of(client, server)) {
            if (half.deliveredBytes() == 0 || !isBulk(half)) continue;
            row(lines, "goodput", Quantity.rate(half.goodputBitsPerSecond()) + " from " + host(half) + " to "
                    + timeline.host(half.side().other()) + ": " + Quantity.bytes(half.deliveredBytes()) + " in "
                    + Quantity.time(half.deliveryNanos()));
        }
        row(lines, "segments", sent(client) + "; " + sent(server));
        row(lines, "resent", counts(Half::retransmissions, "by", SendCause::manner));
        row(lines, "lost", counts(Half::lost, "from", Function.identity()));
        row(lines, "dropped", counts(Half::dropped, "from", DropReason::text));
        for (var half : List.of(client, server)) {
            if (half.largestCwndBytes() > 0 && isBulk(half)) {
                row(lines, "largest cwnd", Quantity.bytes(half.largestCwndBytes()) + " (" + host(half) + ")");
            }
        }
        for (var half : List.of(client, server)) {
            if (!half.limitedNanos().isEmpty() && isBulk(half)) row(lines, host(half) + " waited", waits(half));
        }
        return lines;
    }

    private String host(Half half) {
        return timeline.host(half.side());
    }

    private String sent(Half half) {
        return host(half) + " sent " + half.segments() + " (" + half.dataSegments() + " with data)";
    }

    /** Rates of a request of one segment would mean nothing. */
    private boolean isBulk(Half half) {
        return half.dataSegments() >= 10 || half.deliveredBytes() >= half(half.side().other()).deliveredBytes();
    }

    private <K> String counts(Function<Half, Map<K, Integer>> kind, String link, Function<K, String> name) {
        var text = new StringJoiner("; ");
        for (var half : List.of(client, server)) {
            var counts = kind.apply(half);
            if (counts.isEmpty()) continue;
            var parts = new StringJoiner(", ", " (", ")");
            counts.forEach((key, count) -> parts.add(name.apply(key) + ": " + count));
            text.add(total(counts) + " " + link + " " + host(half) + parts);
        }
        return text.length() == 0 ? "none" : text.toString();
    }

    private String waits(Half half) {
        var text = new StringJoiner(", ");
        for (var limit : SendLimit.values()) {
            long nanos = half.limitedNanos().getOrDefault(limit, 0L);
            if (nanos == 0 || limit == SendLimit.NOT_ESTABLISHED) continue;
            text.add(Quantity.time(nanos) + " for " + switch (limit) {
                case APPLICATION -> "its application";
                case CONGESTION_WINDOW -> "cwnd";
                case RECEIVER_WINDOW -> "the window of " + timeline.host(half.side().other());
                case PACING -> "pacing";
                case NAGLE -> "Nagle";
                case LINK -> "the link";
                case NOT_ESTABLISHED -> "the handshake";
            });
        }
        return text.length() == 0 ? "for nothing" : text.toString();
    }

    private static void row(List<String> lines, String name, String text) {
        String label = "  " + name + " ".repeat(Math.max(1, 15 - name.length()));
        for (String piece : Paragraph.wrap(text, Ladder.NARROWEST - label.length())) {
            lines.add(label + piece);
            label = " ".repeat(label.length());
        }
    }
}
