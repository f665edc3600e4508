package dev.weir.cli.demo;

import dev.weir.analysis.Narration;
import dev.weir.analysis.Occurrence;
import dev.weir.analysis.Passage;
import dev.weir.analysis.Side;
import dev.weir.core.event.Event;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.PacketSink;
import dev.weir.io.PcapngFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The packets of an exchange as a pcapng file: each once, where and when its sender put it on the link, those included
 * that the link then lost. So it has the lines of the ladder, and as comments the words of those that are more than
 * one of many; one interface per host.
 */
final class DemoCapture {
    private final Map<Side, Queue<byte[]>> sent = new EnumMap<>(Side.class);

    DemoCapture() {
        for (var side : Side.values()) sent.put(side, new ArrayDeque<>());
    }

    /** What the captured link of this side is to show its packets to. */
    PacketSink of(Side side) {
        return (outbound, at, bytes, offset, length) -> {
            if (outbound) sent.get(side).add(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        };
    }

    /**
     * Writes what was captured, replacing the file; once.
     *
     * @return how many packets
     */
    int write(Exchange exchange, Path path) throws IOException {
        var timeline = exchange.timeline();
        var narration = Narration.of(timeline);
        var changes = new ArrayList<>(timeline.occurrences());
        changes.removeIf(occurrence -> !(occurrence.event() instanceof Event.StateChanged));
        var failures = new ArrayList<IOException>();
        int count = 0;
        try (var file = PcapngFile.create(path, failures::add)) {
            var interfaces = new EnumMap<Side, CapturedPacketConsumer>(Side.class);
            for (var side : Side.values()) interfaces.put(side, file.describe(timeline.host(side)));
            for (var passage : timeline.passages()) {
                byte[] packet = sent.get(passage.side()).remove();
                interfaces.get(passage.side()).packet(true, passage.sentAt(), MemorySegment.ofArray(packet), 0,
                        packet.length, comments(passage, narration, changes));
                count++;
            }
        }
        if (!failures.isEmpty()) throw failures.getFirst();
        return count;
    }

    /** @param changes of state; those that belong to this packet are taken out */
    private static List<String> comments(Passage passage, Narration narration, List<Occurrence> changes) {
        var comments = new ArrayList<String>();
        String text = narration.text(passage);
        boolean telling = narration.isNotable(passage) || !passage.decisions().isEmpty();
        if (telling && !text.isEmpty()) comments.add(text);
        for (var all = changes.iterator(); all.hasNext(); ) {
            var occurrence = all.next();
            boolean atSender = occurrence.side() == passage.side();
            if (occurrence.at() != (atSender ? passage.sentAt() : passage.arrivedAt())) continue;
            if (occurrence.event() instanceof Event.StateChanged change) {
                comments.add(occurrence.side() + ": " + change.from() + " to " + change.to());
            }
            all.remove();
        }
        return comments;
    }
}
