package dev.weir.lab.scenario.file;

import dev.weir.lab.queue.Queueing;
import dev.weir.lab.scenario.toml.Section;
import java.util.Map;
import java.util.Optional;

/** {@code queue = "codel"}: another discipline than first in, first out. */
final class QueueReader {
    private QueueReader() {}

    /** Empty for drop-tail, whose limits are rules of the link. */
    static Optional<Queueing> read(Section link) {
        return link.choice("queue", Optional.empty(), Map.of("drop-tail", Optional.empty()));
    }
}
