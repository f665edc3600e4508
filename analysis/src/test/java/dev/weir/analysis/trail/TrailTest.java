package dev.weir.analysis.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.Ladder;
import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small transfer from the server, whose third segment is sent twice; its numbers pass 2^32. */
class TrailTest {
    private static final long ISS = 0xffff_ff00L;
    private static final String SYN_OPTIONS = "020405b4" + "01030302" + "04020101";

    private final Frames frames = new Frames(false);
    private final List<Packet> packets = numbered(
            frames.packet(0, true, "S", 500, 0, 1000, SYN_OPTIONS, 0),
            frames.packet(10_000, false, "S.", ISS, 501, 1000, SYN_OPTIONS, 0),
            frames.packet(20_000, true, ".", 501, ISS + 1, 1000, "", 0),
            frames.packet(20_000, true, "P.", 501, ISS + 1, 1000, "", 10),
            data(30_000, 1), data(30_100, 201), data(30_200, 401), data(30_300, 601), data(30_400, 801),
            ack(40_000, 401, ""), ack(40_100, 401, sack(601, 801)), ack(40_200, 401, sack(601, 1001)),
            ack(40_300, 401, sack(601, 1001)),
            data(50_000, 401), ack(60_000, 1001, ""),
            frames.packet(70_000, true, "R.", 511, ISS + 1001, 0, "", 0));

    /** Each with an identification of its own, so that none is taken for a copy. */
    private static List<Packet> numbered(Packet... packets) {
        int number = 1;
        for (var packet : packets) Ipv4Header.writeIdentification(packet.data(), 0, number++);
        return List.of(packets);
    }

    private Packet data(long micros, long position) {
        return frames.packet(micros, false, ".", ISS + position, 511, 1000, "", 200);
    }

    private Packet ack(long micros, long position, String options) {
        return frames.packet(micros, true, ".", 511, ISS + position, 1000, options, 0);
    }

    private static String sack(long left, long right) {
        return "0101050a%08x%08x".formatted((int) (ISS + left), (int) (ISS + right));
    }

    private static Conversation conversation(List<Packet> packets) {
        var found = new ArrayList<Conversation>();
        var table = new ConversationTable(Limits.DEFAULT, found::add);
        var reader = new SegmentReader();
        for (var packet : packets) {
            assertThat(reader.read(packet)).isTrue();
            table.accept(reader.segment());
        }
        table.end();
        return found.getFirst();
    }

    Trail trail() {
        var trail = new Trail(conversation(packets));
        var reader = new SegmentReader();
        for (var packet : packets) {
            assertThat(reader.read(packet)).isTrue();
            if (trail.isOf(reader.segment())) trail.add(reader.segment());
        }
        return trail;
    }

    @Test
    void positionsAreRelativeAlsoAcrossTheEndOfTheNumbers() {
        var steps = trail().steps();
        assertThat(steps).hasSize(packets.size());
        assertThat(steps.getFirst().sequence()).isZero();
        assertThat(steps.get(2).acknowledgment()).isEqualTo(1);
        assertThat(steps.get(8).sequence()).isEqualTo(801);
        assertThat(steps.get(8).end()).isEqualTo(1001);
        assertThat(steps.get(11).sackEdges()).containsExactly(601, 1001);
        assertThat(steps.get(11).windowBytes()).isEqualTo(4000);
    }

    @Test
    void packetsOfOthersAreNotPartOfIt() {
        var trail = trail();
        var reader = new SegmentReader();
        assertThat(reader.read(new Frames(true).packet(5, true, ".", 1, 1, 1, "", 0))).isTrue();
        assertThat(trail.isOf(reader.segment())).isFalse();
        for (int i = 0; i < packets.size(); i++) reader.skip();
        assertThat(reader.read(packets.getFirst())).isTrue(); // the same ports, later
        assertThat(trail.isOf(reader.segment())).isFalse();
    }

    @Test
    void theLadderFoldsWhatIsOrdinaryAndSaysWhatIsNot() {
        var trail = trail();
        var notes = new Notes(trail.conversation(), List.of());
        var lines = TrailLadder.of(trail, notes, 80, false).stream().map(Ladder.Line::text).toList();
        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(lines.get(2)).isEqualTo("0.000000   1 |-- S seq 0 win 1000 ------------->|  connection request");
        assertThat(lines).anyMatch(line -> line.contains("4 segments, 800 B ..|  to packet 13; 4 ACKs"))
                .anyMatch(line -> line.contains("  14 |<--------------- . 401:601(200) --|  sent again: "))
                .anyMatch(line -> line.contains("  16 |-- R. seq 11 -------------------->|  reset"));
        assertThat(TrailLadder.of(trail, notes, 80, true)).hasSizeGreaterThan(lines.size());
    }

    @Test
    void theGraphHasDataRepetitionsAndSelectiveAcknowledgments() {
        var trail = trail();
        var lines = SequencePlot.of(trail, new Notes(trail.conversation(), List.of()), false, 80, 10);
        assertThat(lines).hasSize(12).allMatch(line -> line.length() <= 80);
        assertThat(lines.getFirst()).startsWith("       1 kB |");
        assertThat(String.join("\n", lines)).contains("#", "R", "s", ".", "X");
    }
}
