package dev.weir.cli.demo;

import dev.weir.analysis.Narration;
import dev.weir.analysis.Occurrence;
import dev.weir.analysis.Passage;
import dev.weir.analysis.Side;
import dev.weir.core.event.Event;
import dev.weir.core.link.PacketSink;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The packets of an exchange as a pcapng file: each once, where and when its sender put it on the link, those included
 * that the link then lost. So it has the lines of the ladder, and as comments the words of those that are more than one of
 * many; one interface per host.
 */
final class DemoCapture {
    private static final int TAKE_BYTES = 1 << 20;

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
    int write(Exchange exchange, Path file) throws IOException {
        var timeline = exchange.timeline();
        var narration = Narration.of(timeline);
        var encoder = new PcapngEncoder().section("", "", "weir demo");
        var interfaces = new EnumMap<Side, Integer>(Side.class);
        for (var side : Side.values()) interfaces.put(side, encoder.describe(timeline.host(side), LinkLayer.RAW, 0));
        var changes = new ArrayList<>(timeline.occurrences());
        changes.removeIf(occurrence -> !(occurrence.event() instanceof Event.StateChanged));
        int count = 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            long encoded = 0;
            for (var passage : timeline.passages()) {
                byte[] packet = sent.get(passage.side()).remove();
                encoder.packet(interfaces.get(passage.side()), passage.sentAt(), Direction.OUTBOUND,
                        comments(passage, narration, changes), MemorySegment.ofArray(packet));
                count++;
                encoded += packet.length;
                if (encoded < TAKE_BYTES) continue;
                append(channel, encoder);
                encoded = 0;
            }
            append(channel, encoder);
        }
        return count;
    }

    private static void append(FileChannel channel, PcapngEncoder encoder) throws IOException {
        for (var bytes = encoder.take(); bytes.hasRemaining(); ) channel.write(bytes);
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
