package dev.weir.analysis.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.NoticeReader;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationFuzzTest {
    private static final int PACKETS = 20_000;
    private static final Limits SMALL = new Limits(4, 1_000_000_000L, 100_000_000L, 16, 4, 3, 2);

    /** Segments near each other in every respect, so that all branches meet. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void arbitrarySegmentsNeverThrowAndStayWithinTheLimits(long seed) {
        var random = new SplittableRandom(seed);
        var frames = new Frames(seed % 2 == 0);
        var completed = new ArrayList<Conversation>();
        var table = new ConversationTable(SMALL, completed::add);
        var reader = new SegmentReader();
        long micros = 0;
        for (int i = 0; i < PACKETS; i++) {
            micros += random.nextInt(100) == 0 ? random.nextInt(2_000_000) - 500_000 : random.nextInt(2000);
            var packet = frames.packet(Math.max(0, micros), random.nextBoolean(), flags(random), number(random),
                    number(random), random.nextInt(4) == 0 ? 0 : random.nextInt(65_536), options(random),
                    random.nextInt(3) == 0 ? 0 : random.nextInt(3000));
            if (reader.read(random.nextInt(20) == 0 ? damaged(packet, random) : packet)) table.accept(reader.segment());
            assertThat(table.open()).isLessThanOrEqualTo(SMALL.openConversations());
        }
        table.end();
        assertThat(table.open()).isZero();
        assertThat((long) completed.size()).isEqualTo(table.conversations()).isPositive();
        for (var one : completed) {
            assertThat(one.elapsedNanos()).isEqualTo(one.lastNanos() - one.firstNanos());
            for (var period : Period.values()) assertThat(one.budget().nanos(period)).isNotNegative();
            assertThat(one.turns()).hasSizeLessThanOrEqualTo(SMALL.turns());
            for (var half : List.of(one.fromClient(), one.fromServer())) within(half);
        }
    }

    private static void within(Half half) {
        assertThat(half.losses().examples()).hasSizeLessThanOrEqualTo(SMALL.examples());
        assertThat(half.window().examples()).hasSizeLessThanOrEqualTo(SMALL.examples());
        assertThat(half.uniqueBytes()).isNotNegative();
        assertThat(half.unseenBytes()).isNotNegative();
        assertThat(half.outstandingBytes()).isNotNegative();
        assertThat(half.acknowledgedBytes()).isNotNegative();
        assertThat(half.window().zeroNanos()).isNotNegative();
        assertThat(half.flight().meanBytes()).isBetween(0L, 1L << 32);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void arbitraryBytesAreNoNoticeThatThrows(long seed) {
        var random = new SplittableRandom(seed);
        var notices = new NoticeReader();
        int read = 0;
        for (int i = 0; i < PACKETS; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length > 40) { // look like what is read: ICMP and UDP, ports of DNS
                bytes[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
                byte[] protocols = {1, 17, 58, 6};
                bytes[9] = protocols[random.nextInt(4)];
                bytes[6] = bytes[0] == 0x60 ? protocols[random.nextInt(4)] : 0;
                bytes[7] = 0;
                int upper = bytes[0] == 0x60 ? 40 : 20;
                if (upper + 30 < bytes.length) {
                    bytes[upper] = (byte) random.nextInt(14);
                    bytes[upper + 2] = 0;
                    bytes[upper + 3] = 53;
                    if (random.nextBoolean()) bytes[upper + 8] = 0x45;
                    bytes[upper + 17] = 6;
                }
            }
            var packet = new Packet(0, LinkLayer.RAW, i, bytes.length, MemorySegment.ofArray(bytes),
                    Direction.UNKNOWN, List.of());
            if (notices.read(packet, i).isPresent()) read++;
        }
        assertThat(read).isPositive();
    }

    private static String flags(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> "S";
            case 1 -> "S.";
            case 2 -> "F.";
            case 3 -> random.nextInt(10) == 0 ? "R" : ".";
            case 4 -> TcpFlags.text(random.nextInt(512));
            default -> "P.";
        };
    }

    private static long number(SplittableRandom random) {
        return random.nextInt(50) == 0 ? random.nextInt() : 0xffff_f000L + random.nextInt(20_000);
    }

    private static String options(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> "0101080a%08x%08x".formatted(random.nextInt(1000), random.nextInt(1000));
            case 1 -> "0101050a%08x%08x".formatted((int) number(random), (int) number(random));
            case 2 -> "020405b401030307";
            default -> "";
        };
    }

    private static Packet damaged(Packet packet, SplittableRandom random) {
        byte[] bytes = packet.data().toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < 4; i++) bytes[random.nextInt(Math.min(60, bytes.length))] = (byte) random.nextInt(256);
        int kept = random.nextInt(bytes.length + 1);
        return new Packet(packet.interfaceId(), packet.linkType(), packet.timestampNanos(), packet.originalLength(),
                MemorySegment.ofArray(bytes).asSlice(0, kept), packet.direction(), List.of());
    }
}
