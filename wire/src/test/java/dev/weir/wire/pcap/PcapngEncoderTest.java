package dev.weir.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Hex;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Randomized;
import dev.weir.wire.pcap.CaptureRecord.Interface;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.CaptureRecord.Section;
import dev.weir.wire.pcap.CaptureRecord.Statistics;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapngEncoderTest {
    private static byte[] take(PcapngEncoder encoder) {
        var bytes = encoder.take();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    @Test
    void blocksStandByteForByteAsTheFormatSays() {
        var encoder = new PcapngEncoder().section("", "", "weir");
        encoder.describe("left", LinkLayer.RAW, 2000);
        encoder.packet(0, 0x0102030405060708L, 1500, Direction.INBOUND, List.of("drop"), Hex.segment("aabbccddee"));
        encoder.statistics(0, 1, -1, 7);
        assertThat(HexFormat.of().formatHex(take(encoder))).isEqualTo((""
                + "0a0d0d0a 28000000 4d3c2b1a 0100 0000 ffffffffffffffff 0400 0400 77656972 0000 0000 28000000"
                + "01000000 28000000 6500 0000 d0070000 0200 0400 6c656674 0900 0100 09000000 0000 0000 28000000"
                + "06000000 3c000000 00000000 04030201 08070605 05000000 dc050000 aabbccddee 000000"
                + " 0100 0400 64726f70 0200 0400 01000000 0000 0000 3c000000"
                + "05000000 28000000 00000000 00000000 01000000 0500 0800 0700000000000000 0000 0000 28000000")
                .replace(" ", ""));
        assertThat(encoder.take().hasRemaining()).isFalse();
    }

    @Test
    void decodingGivesBackWhatWasEncoded() {
        Randomized.repeat(300, random -> {
            var encoder = new PcapngEncoder();
            var expected = new ArrayList<CaptureRecord>();
            var file = new ByteArrayOutputStream();
            String application = text(random);
            encoder.section("cpu", "", application);
            expected.add(new Section("cpu", "", application, List.of()));
            int interfaces = random.between(1, 3);
            for (int i = 0; i < interfaces; i++) {
                int snapLength = random.chance(50) ? 0 : random.between(1, 200);
                String name = text(random);
                assertThat(encoder.describe(name, LinkLayer.RAW, snapLength)).isEqualTo(i);
                expected.add(new Interface(i, name, "", "", LinkLayer.RAW, snapLength, List.of()));
            }
            for (int i = random.below(20); i > 0; i--) {
                int id = random.below(interfaces);
                long nanos = random.anyLong() >>> 1;
                if (random.chance(10)) {
                    long dropped = random.chance(50) ? -1 : random.anyLong() >>> 1;
                    encoder.statistics(id, nanos, 12, dropped);
                    expected.add(new Statistics(id, nanos, 12, dropped, List.of()));
                    continue;
                }
                byte[] data = random.bytes(random.below(300));
                int cut = random.below(data.length + 1);
                var direction = Direction.values()[random.below(3)];
                List<String> comments = random.chance(50) ? List.of() : List.of(text(random) + "1", "second");
                int snapLength = ((Interface) expected.get(1 + id)).snapLength();
                int captured = snapLength == 0 ? data.length : Math.min(snapLength, data.length);
                var whole = MemorySegment.ofArray(data);
                encoder.packet(id, nanos, direction, comments, whole.asSlice(0, cut), whole.asSlice(cut));
                expected.add(new Packet(id, LinkLayer.RAW, nanos, data.length, whole.asSlice(0, captured),
                        direction, comments));
                if (random.chance(30)) file.writeBytes(take(encoder));
            }
            file.writeBytes(take(encoder));

            var records = Captures.records(file.toByteArray());
            assertThat(records).hasSameSizeAs(expected);
            for (int i = 0; i < records.size(); i++) {
                if (expected.get(i) instanceof Packet e) {
                    var a = (Packet) records.get(i);
                    assertThat(a.data().mismatch(e.data())).isEqualTo(-1);
                    assertThat(a.originalLength()).isEqualTo(e.originalLength());
                    assertThat(a.timestampNanos()).isEqualTo(e.timestampNanos());
                    assertThat(a.interfaceId()).isEqualTo(e.interfaceId());
                    assertThat(a.direction()).isEqualTo(e.direction());
                    assertThat(a.comments()).isEqualTo(e.comments());
                } else {
                    assertThat(records.get(i)).isEqualTo(expected.get(i));
                }
            }
        });
    }

    private static String text(Randomized random) {
        return List.of("", "a", "ab", "abc", "vier", "größer 日本 🜁").get(random.below(6));
    }

    @Test
    void packetsOfNativeMemoryAreCopiedFromWhereTheyLie() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(64);
            memory.asSlice(8, 4).copyFrom(Hex.segment("01020304"));
            var encoder = new PcapngEncoder().section();
            encoder.describe("", LinkLayer.RAW, 0);
            encoder.packet(0, 0, Direction.UNKNOWN, List.of(), memory.asSlice(8, 4));
            var packet = Captures.packets(take(encoder)).getFirst();
            assertThat(Hex.text(packet.data(), 0, 4)).isEqualTo("01020304");
        }
    }

    @Test
    void aCommentTooLongForAnOptionIsCutAtACharacter() {
        var encoder = new PcapngEncoder().section();
        encoder.describe("", LinkLayer.RAW, 0);
        String comment = "x".repeat(65_534) + "é and more";
        encoder.packet(0, 0, Direction.UNKNOWN, List.of(comment, "next"), Hex.segment("00"));
        var comments = Captures.packets(take(encoder)).getFirst().comments();
        assertThat(comments).containsExactly("x".repeat(65_534), "next");
        assertThat(comments.getFirst().getBytes(StandardCharsets.UTF_8)).hasSize(65_534);
    }

    @Test
    void equalCallsGiveEqualBytes() {
        byte[][] files = new byte[2][];
        for (int i = 0; i < 2; i++) {
            var encoder = new PcapngEncoder().section();
            encoder.describe("a", LinkLayer.RAW, 0);
            encoder.packet(0, 5, Direction.OUTBOUND, List.of("c"), Hex.segment("4500"));
            files[i] = take(encoder);
        }
        assertThat(files[0]).isEqualTo(files[1]);
    }

    @Test
    void whatBelongsToTheFileAndToNoPacketIsKept() {
        var encoder = new PcapngEncoder().section();
        encoder.describe("eth0", "to the router", "port 443", LinkLayer.ETHERNET, 96, List.of("first", "second"));
        encoder.secrets(0x544c534b, Hex.segment("0102030405"));
        var names = List.of(new CaptureRecord.Name(IpAddress.parse("10.0.0.1"), "a"),
                new CaptureRecord.Name(IpAddress.parse("fd00::1"), "bb.example"));
        encoder.names(names);
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(take(encoder)));
        assertThat(decoder.next()).isInstanceOf(Section.class);
        assertThat(decoder.next()).isEqualTo(new Interface(0, "eth0", "to the router", "port 443", LinkLayer.ETHERNET, 96,
                List.of("first", "second")));
        assertThat(decoder.next()).isInstanceOfSatisfying(CaptureRecord.Secrets.class, secrets -> {
            assertThat(secrets.type()).isEqualTo(0x544c534b);
            assertThat(secrets.data().mismatch(Hex.segment("0102030405"))).isEqualTo(-1);
        });
        assertThat(decoder.next()).isEqualTo(new CaptureRecord.Names(names));
        assertThat(decoder.next()).isInstanceOf(CaptureRecord.End.class);
    }
}
