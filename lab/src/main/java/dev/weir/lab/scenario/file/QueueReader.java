package dev.weir.lab.scenario.file;

import dev.weir.lab.queue.CoDel;
import dev.weir.lab.queue.FqCodel;
import dev.weir.lab.queue.Queueing;
import dev.weir.lab.scenario.toml.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code queue = "codel"}: another discipline than first in, first out. */
final class QueueReader {
    private static final Map<String, Optional<Queueing>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("drop-tail", Optional.empty());
        KINDS.put("codel", Optional.of(CoDel.DEFAULT));
        KINDS.put("fq-codel", Optional.of(FqCodel.DEFAULT));
    }

    private QueueReader() {}

    /** Empty for drop-tail, whose limits are rules of the link. */
    static Optional<Queueing> read(Section link) {
        return link.choice("queue", Optional.empty(), KINDS);
    }
}
