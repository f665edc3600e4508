package dev.weir.lab.scenario.file;

import dev.weir.lab.queue.CoDel;
import dev.weir.lab.queue.DropTail;
import dev.weir.lab.queue.FqCodel;
import dev.weir.lab.queue.Queueing;
import dev.weir.lab.scenario.toml.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code queue = "codel"}: another discipline than first in, first out. */
final class QueueReader {
    private static final int MOST_PACKETS = 1_000_000;
    private static final Map<String, Optional<Queueing>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("drop-tail", Optional.empty());
        KINDS.put("codel", Optional.of(CoDel.DEFAULT));
        KINDS.put("fq-codel", Optional.of(FqCodel.DEFAULT));
    }

    private QueueReader() {}

    /** Empty for drop-tail, whose limits are rules of the link. */
    static Optional<Queueing> read(Section link) {
        return link.choice("queue", Optional.<Queueing>empty(), KINDS).map(kind -> changed(kind, link));
    }

    private static Queueing changed(Queueing kind, Section link) {
        try {
            return switch (kind) {
                case CoDel codel -> codel.withTarget(link.time("queue_target", codel.target()))
                        .withInterval(link.time("queue_interval", codel.interval()))
                        .withPackets((int) link.integer("queue_packets", codel.packets(), 1, MOST_PACKETS))
                        .withEcn(link.flag("queue_marks", codel.ecn()));
                case FqCodel fair -> fair.withTarget(link.time("queue_target", fair.target()))
                        .withInterval(link.time("queue_interval", fair.interval()))
                        .withPackets((int) link.integer("queue_packets", fair.packets(), 1, MOST_PACKETS))
                        .withFlows((int) link.integer("queue_flows", fair.flows(), 1, 65_536))
                        .withEcn(link.flag("queue_marks", fair.ecn()));
                case DropTail other -> other;
            };
        } catch (IllegalArgumentException e) {
            link.problem(e.getMessage());
            return kind;
        }
    }
}
