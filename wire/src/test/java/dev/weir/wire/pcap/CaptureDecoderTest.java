package dev.weir.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Hex;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Randomized;
import dev.weir.wire.pcap.CaptureRecord.Interface;
import dev.weir.wire.pcap.CaptureRecord.Malformed;
import dev.weir.wire.pcap.CaptureRecord.Name;
import dev.weir.wire.pcap.CaptureRecord.Names;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.CaptureRecord.Section;
import dev.weir.wire.pcap.CaptureRecord.Secrets;
import dev.weir.wire.pcap.CaptureRecord.Statistics;
import dev.weir.wire.pcap.CaptureRecord.Unknown;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CaptureDecoderTest {
    static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;

    private static CaptureBytes classic(ByteOrder order, int magic) {
        return new CaptureBytes(order).put(magic, (short) 2, (short) 4, 0, 0, 65_535, 1);
    }

    private static String data(CaptureRecord packet) {
        var data = ((Packet) packet).data();
        return Hex.text(data, 0, data.byteSize());
    }

    @ParameterizedTest
    @FieldSource("ORDERS")
    void classicCaptureInBothUnitsAndOrders(ByteOrder order) {
        for (int magic : new int[] {MICROSECONDS, NANOSECONDS}) {
            int fraction = magic == MICROSECONDS ? 250_000 : 250_000_000;
            var records = Captures.records(classic(order, magic)
                    .put(0xf0000000, fraction, 3, 60).hex("010203").put(1, 0, 0, 0).bytes());
            assertThat(records).hasSize(3);
            assertThat(records.getFirst()).isEqualTo(new Interface(0, "", "", "", 1, 65_535, List.of()));
            var packet = (Packet) records.get(1);
            assertThat(packet.timestampNanos()).isEqualTo(0xf0000000L * 1_000_000_000 + 250_000_000);
            assertThat(packet.originalLength()).isEqualTo(60);
            assertThat(packet.linkType()).isEqualTo(LinkLayer.ETHERNET);
            assertThat(data(packet)).isEqualTo("010203");
            assertThat(((Packet) records.get(2)).originalLength()).isZero();
        }
    }

    @Test
    void classicLinkTypeLeavesOutTheFrameCheckLength() {
        var records = Captures.records(new CaptureBytes(ByteOrder.LITTLE_ENDIAN)
                .put(MICROSECONDS, (short) 2, (short) 4, 0, 0, 0, 0xf400_0065).bytes());
        assertThat(((Interface) records.getFirst()).linkType()).isEqualTo(LinkLayer.RAW);
    }

    @Test
    void classicPacketAboveTheLimitEndsTheReading() {
        var records = Captures.records(classic(ByteOrder.LITTLE_ENDIAN, MICROSECONDS)
                .put(0, 0, 256 * 1024 + 1, 1).bytes());
        assertThat(records.getLast()).isEqualTo(new Malformed(CaptureFault.BAD_PACKET_LENGTH, 24));
    }

    @ParameterizedTest
    @FieldSource("ORDERS")
    void everyKindOfBlockInBothOrders(ByteOrder order) {
        var file = new CaptureBytes(order);
        file.block(0x0a0d0d0a, 0x1a2b3c4d, (short) 1, (short) 2, -1L, file.option(2, "cpu"), file.option(3, "os"),
                        file.option(4, "app"), file.option(1, "made by hand"), 0)
                .block(1, (short) 101, (short) 0, 96, file.option(2, "tun0\0"), file.option(3, "left"),
                        file.option(9, (byte) 9), file.option(11, "\0tcp port 80"), file.option(1, "first"),
                        file.option(0))
                .block(1, (short) 1, (short) 0, 0) // microseconds unless an option says otherwise
                .block(6, 0, 0x16345785, 0xd8a00001, 5, 1500, "hello\0\0\0", file.option(1, "lost"),
                        file.option(2, 0x00000002), file.option(1, "by rule 3"), 0)
                .block(6, 1, 0, 7, 2, 2, "ab\0\0", file.option(2, 0x12345679))
                .block(3, 4, "spbX")
                .block(2, (short) 1, (short) 9, 0, 8, 1, 1, "o\0\0\0")
                .block(5, 0, 0, 9, file.option(4, 1000L), file.option(5, 3L), file.option(1, "busy"))
                .block(5, 1, 0, 1)
                .block(4, file.option(1, new byte[] {10, 0, 0, 1}, "a.example\0b.example\0"),
                        file.option(2, Hex.bytes("20010db8 00000000 00000000 00000001"), "six\0"),
                        file.option(7, "unknown"), 0)
                .block(10, 0x544c534b, 6, "SECRET")
                .block(0x0bad, 42);
        var records = Captures.records(file.bytes());
        assertThat(records.get(0)).isEqualTo(new Section("cpu", "os", "app", List.of("made by hand")));
        assertThat(records.get(1)).isEqualTo(
                new Interface(0, "tun0", "left", "tcp port 80", 101, 96, List.of("first")));
        assertThat(records.get(2)).isEqualTo(new Interface(1, "", "", "", 1, 0, List.of()));
        var packet = (Packet) records.get(3);
        assertThat(packet.timestampNanos()).isEqualTo(0x16345785_d8a00001L);
        assertThat(packet.interfaceId()).isZero();
        assertThat(packet.originalLength()).isEqualTo(1500);
        assertThat(packet.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(packet.comments()).containsExactly("lost", "by rule 3");
        assertThat(data(packet)).isEqualTo("68656c6c6f");
        packet = (Packet) records.get(4);
        assertThat(packet.timestampNanos()).isEqualTo(7000);
        assertThat(packet.linkType()).isEqualTo(LinkLayer.ETHERNET);
        assertThat(packet.direction()).isEqualTo(Direction.INBOUND);
        packet = (Packet) records.get(5);
        assertThat(packet.timestampNanos()).isEqualTo(CaptureRecord.NO_TIMESTAMP);
        assertThat(packet.interfaceId()).isZero();
        assertThat(data(packet)).isEqualTo("73706258");
        packet = (Packet) records.get(6);
        assertThat(packet.interfaceId()).isEqualTo(1);
        assertThat(packet.timestampNanos()).isEqualTo(8000);
        assertThat(records.get(7)).isEqualTo(new Statistics(0, 9, 1000, 3, List.of("busy")));
        assertThat(records.get(8)).isEqualTo(new Statistics(1, 1000, -1, -1, List.of()));
        assertThat(records.get(9)).isEqualTo(new Names(List.of(
                new Name(IpAddress.parse("10.0.0.1"), "a.example"), new Name(IpAddress.parse("10.0.0.1"), "b.example"),
                new Name(IpAddress.parse("2001:db8::1"), "six"))));
        var secrets = (Secrets) records.get(10);
        assertThat(secrets.type()).isEqualTo(0x544c534b);
        assertThat(new String(secrets.data().toArray(ValueLayout.JAVA_BYTE))).isEqualTo("SECRET");
        assertThat(records.get(11)).isEqualTo(new Unknown(0x0bad, 16));
        assertThat(records).hasSize(12);
    }

    @Test
    void sectionsOfOtherByteOrderFollowEachOtherAndNumberInterfacesAnew() {
        var first = new CaptureBytes(ByteOrder.BIG_ENDIAN).section().rawInterface().rawInterface()
                .block(6, 1, 0, 0, 1, 1, "x").bytes();
        var second = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section().rawInterface()
                .block(6, 1, 0, 0, 1, 1, "x").bytes();
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        var records = Captures.records(both);
        assertThat(records.get(3)).isInstanceOf(Packet.class);
        assertThat(((Interface) records.get(5)).id()).isZero();
        assertThat(records.get(6))
                .isEqualTo(new Malformed(CaptureFault.UNKNOWN_INTERFACE, both.length - 36));
    }

    @Test
    void faultyBodiesArePassedOverSinceTheNextBlockIsKnown() {
        var records = Captures.records(new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section()
                .block(3, 4, "none") // no interface yet
                .rawInterface()
                .block(6, 0, 0, 0) // too short for its fields
                .block(6, 0, 0, 0, 5, 5, "four") // shorter than its data
                .block(6, 0, 0, 0, -1, 5, "four")
                .block(6, -1, 0, 0, 4, 4, "four")
                .block(5, 3, 0, 0)
                .block(10, 1, 100, "short")
                .block(4, (short) 1, (short) 5, "over")
                .block(1)
                .block(6, 0, 0, 0, 4, 4, "good").bytes());
        var faults = records.stream().filter(Malformed.class::isInstance).map(r -> ((Malformed) r).fault()).toList();
        assertThat(faults).containsExactly(CaptureFault.UNKNOWN_INTERFACE, CaptureFault.BAD_BLOCK_BODY,
                CaptureFault.BAD_BLOCK_BODY, CaptureFault.BAD_BLOCK_BODY, CaptureFault.UNKNOWN_INTERFACE,
                CaptureFault.UNKNOWN_INTERFACE, CaptureFault.BAD_BLOCK_BODY, CaptureFault.BAD_BLOCK_BODY,
                CaptureFault.BAD_BLOCK_BODY);
        assertThat(data(records.getLast())).isEqualTo("676f6f64");
    }

    @Test
    void brokenFramingEndsTheReading() {
        assertThat(lastOf(bytes(0x0a0d0d0a, 28, 0x11223344, 1, -1, -1, 28)))
                .isEqualTo(new Malformed(CaptureFault.BAD_BYTE_ORDER_MAGIC, 0));
        assertThat(lastOf(bytes(0x0a0d0d0a, 28, 0x1a2b3c4d, 2, -1, -1, 28)))
                .isEqualTo(new Malformed(CaptureFault.UNSUPPORTED_VERSION, 0));
        for (int length : new int[] {0, 8, 13, 30, 16 * 1024 * 1024 + 4, -4}) {
            assertThat(lastOf(bytes(0x0a0d0d0a, 28, 0x1a2b3c4d, 1, -1, -1, 28, 6, length, length)))
                    .isEqualTo(new Malformed(CaptureFault.BAD_BLOCK_LENGTH, 28));
        }
        assertThat(lastOf(bytes(0x0a0d0d0a, 28, 0x1a2b3c4d, 1, -1, -1, 28, 99, 12, 16)))
                .isEqualTo(new Malformed(CaptureFault.BAD_BLOCK_LENGTH, 28));
    }

    @Test
    void whatIsNoCaptureIsSaidAtOnce() {
        assertThat(Captures.records("GET / HTTP/1.1".getBytes()))
                .containsExactly(new Malformed(CaptureFault.NOT_A_CAPTURE, 0));
        assertThat(Captures.records(new byte[0])).containsExactly(new Malformed(CaptureFault.NOT_A_CAPTURE, 0));
        assertThat(Captures.records(new byte[] {0x0a, 0x0d})).containsExactly(new Malformed(CaptureFault.TRUNCATED, 0));
    }

    @Test
    void aSimplePacketIsCutToTheSnapLength() {
        var records = Captures.records(new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section()
                .block(1, (short) 101, (short) 0, 5).block(3, 9, "12345").bytes());
        assertThat(data(records.getLast())).isEqualTo("3132333435");
        assertThat(((Packet) records.getLast()).originalLength()).isEqualTo(9);
    }

    @Test
    void malformedOptionsEndTheOptionsOnly() {
        var file = new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
        var records = Captures.records(file.section().rawInterface()
                .block(6, 0, 0, 0, 4, 4, "good", file.option(1, "kept"), (short) 1, (short) 5, "over").bytes());
        var packet = (Packet) records.getLast();
        assertThat(packet.comments()).containsExactly("kept");
    }

    @Test
    void aFileThatWasCutGivesItsWholePacketsAndOneFault() {
        for (String name : Captures.NAMES) {
            byte[] whole = Captures.bytes(name);
            var expected = Captures.records(whole);
            Randomized.repeat(300, random -> {
                int length = random.below(whole.length);
                var records = Captures.records(Arrays.copyOf(whole, length));
                int intact = records.size();
                if (intact > 0 && records.getLast() instanceof Malformed(CaptureFault fault, long offset)) {
                    assertThat(fault).isEqualTo(length == 0 ? CaptureFault.NOT_A_CAPTURE : CaptureFault.TRUNCATED);
                    assertThat(offset).isLessThanOrEqualTo(length);
                    intact--;
                }
                for (int i = 0; i < intact; i++) assertSame(records.get(i), expected.get(i));
            });
        }
    }

    @Test
    void pullingInAnyPiecesGivesTheSameRecords() {
        for (String name : Captures.NAMES) {
            byte[] whole = Captures.bytes(name);
            var expected = Captures.records(whole);
            Randomized.repeat(30, random -> {
                int largest = random.chance(30) ? 7 : 100_000;
                var decoder = CaptureDecoder.pulling(source(whole, random, largest));
                for (CaptureRecord record : expected) assertSame(decoder.next(), record);
                assertThat(decoder.next()).isInstanceOf(CaptureRecord.End.class);
                assertThat(decoder.next()).isInstanceOf(CaptureRecord.End.class);
            });
        }
    }

    @Test
    void pullingGrowsToABlockThatIsLargerThanTheWindow() {
        var encoder = new PcapngEncoder().section();
        encoder.describe("big", LinkLayer.RAW, 0);
        byte[] large = new Randomized(1).bytes(1_000_000);
        encoder.packet(0, 1, Direction.UNKNOWN, List.of(), MemorySegment.ofArray(large));
        encoder.packet(0, 2, Direction.UNKNOWN, List.of(), Hex.segment("01"));
        var bytes = encoder.take();
        byte[] file = new byte[bytes.remaining()];
        bytes.get(file);
        var decoder = CaptureDecoder.pulling(source(file, new Randomized(2), 5000));
        decoder.next();
        decoder.next();
        assertThat(((Packet) decoder.next()).data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(large);
        assertThat(((Packet) decoder.next()).timestampNanos()).isEqualTo(2);
    }

    private static ByteSource source(byte[] whole, Randomized random, int largest) {
        return new ByteSource() {
            private int position;

            @Override
            public int read(MemorySegment target) {
                int count = Math.min(whole.length - position, random.between(1, largest));
                count = (int) Math.min(count, target.byteSize());
                if (count == 0) return -1;
                MemorySegment.copy(MemorySegment.ofArray(whole), position, target, 0, count);
                position += count;
                return count;
            }
        };
    }

    /** Packets compare by their bytes, which lie elsewhere. */
    private static void assertSame(CaptureRecord actual, CaptureRecord expected) {
        if (actual instanceof Packet a && expected instanceof Packet e) {
            assertThat(a.data().mismatch(e.data())).isEqualTo(-1);
            assertThat(new Packet(a.interfaceId(), a.linkType(), a.timestampNanos(), a.originalLength(), e.data(),
                    a.direction(), a.comments())).isEqualTo(e);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static CaptureRecord lastOf(byte[] file) {
        return Captures.records(file).getLast();
    }

    private static byte[] bytes(Integer... words) {
        return new CaptureBytes(ByteOrder.LITTLE_ENDIAN).put((Object[]) words).bytes();
    }

    @Test
    void capturesOfTcpdumpAndDumpcapAreReadAsTheirToolsReadThem() {
        var tcp = Captures.packets(Captures.bytes("tcp.pcap"));
        assertThat(tcp).hasSize(66);
        assertThat(tcp.getFirst().timestampNanos() % 1000).isZero();
        assertThat(tcp.getFirst().linkType()).isEqualTo(LinkLayer.ETHERNET);
        var icmp = Captures.packets(Captures.bytes("icmp.pcap"));
        assertThat(icmp).hasSize(41);
        assertThat(icmp.get(1).timestampNanos() - icmp.get(0).timestampNanos()).isEqualTo(304_250_112);

        var records = Captures.records(Captures.bytes("sack.pcapng"));
        assertThat(((Section) records.getFirst()).application()).startsWith("Dumpcap (Wireshark) 4.0.17");
        var described = (Interface) records.get(1);
        assertThat(described.name()).isEqualTo("a0");
        assertThat(described.snapLength()).isEqualTo(262_144);
        assertThat(described.filter()).isEqualTo("tcp port 7001 or udp");
        var packets = Captures.packets(Captures.bytes("sack.pcapng"));
        assertThat(packets).hasSize(24);
        assertThat(packets.getFirst().timestampNanos()).isEqualTo(1795389285_694585702L);
        assertThat(packets.getLast().comments()).containsExactly("the gap below is SACKed above");
    }
}
