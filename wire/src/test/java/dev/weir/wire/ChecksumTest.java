package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    /** The checksum as RFC 1071 describes it in words: big-endian, one 16-bit word after the other. */
    private static int naive(byte[] text) {
        int sum = 0;
        for (int i = 0; i < text.length; i += 2) {
            sum += (text[i] & 0xff) << 8 | (i + 1 < text.length ? text[i + 1] & 0xff : 0);
            if (sum > 0xffff) sum = (sum & 0xffff) + 1;
        }
        return ~sum & 0xffff;
    }

    private static int stored(int nativeValue) {
        var field = Hex.empty(2);
        Checksum.store(field, 0, nativeValue);
        return Octets.read16(field, 0);
    }

    @Test
    void exampleOfRfc1071() {
        var text = Hex.segment("00 01 f2 03 f4 f5 f6 f7");
        assertThat(stored(Checksum.fold(Checksum.sum(text, 0, 8)))).isEqualTo(0xddf2);
        assertThat(stored(Checksum.finish(Checksum.sum(text, 0, 8)))).isEqualTo(0x220d);
    }

    @Test
    void agreesWithTheWordByWordSumAtAnyOffsetAndLength() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(4096);
            Randomized.repeat(3000, random -> {
                byte[] text = random.bytes(random.between(0, 3000));
                if (random.chance(20)) Arrays.fill(text, (byte) 0xff);
                int offset = random.below(64);
                MemorySegment.copy(MemorySegment.ofArray(text), 0, memory, offset, text.length);
                assertThat(stored(Checksum.finish(Checksum.sum(memory, offset, text.length)))).isEqualTo(naive(text));
            });
        }
    }

    @Test
    @Rfc("EDGE-PARSING-3")
    void anySplitGivesTheSameSumWhenPartsAreAppended() {
        Randomized.repeat(3000, random -> {
            byte[] text = random.bytes(random.between(1, 400));
            if (random.chance(20)) Arrays.fill(text, (byte) 0xff);
            var segment = MemorySegment.ofArray(text);
            long sum = 0;
            for (int position = 0; position < text.length; ) {
                int length = random.between(0, Math.min(text.length - position, 31));
                sum = Checksum.append(sum, position, segment, position, length);
                position += length;
            }
            assertThat(stored(Checksum.finish(sum))).isEqualTo(naive(text));
        });
    }

    @Test
    @Rfc("EDGE-PARSING-3")
    void allOnesSumToAllOnesAndFinishAsZero() {
        byte[] ones = new byte[65_535];
        Arrays.fill(ones, (byte) 0xff);
        var segment = MemorySegment.ofArray(ones);
        for (int length : new int[] {2, 4, 6, 8, 1460, 65_534}) {
            assertThat(Checksum.fold(Checksum.sum(segment, 0, length))).isEqualTo(0xffff);
            assertThat(Checksum.finish(Checksum.sum(segment, 0, length))).isZero();
            assertThat(Checksum.verifies(Checksum.sum(segment, 0, length))).isTrue();
        }
        assertThat(stored(Checksum.fold(Checksum.sum(segment, 0, 65_535)))).isEqualTo(0xff00);
    }

    @Test
    void nothingButZerosDoesNotVerify() {
        assertThat(Checksum.fold(0)).isZero();
        assertThat(Checksum.finish(0)).isEqualTo(0xffff);
        assertThat(Checksum.verifies(Checksum.sum(Hex.empty(20), 0, 20))).isFalse();
    }

    @Test
    void foldCarriesAllTheWayFromEverySize() {
        assertThat(Checksum.fold(0x1_0000L)).isEqualTo(1);
        assertThat(Checksum.fold(0x1_ffffL)).isEqualTo(1);
        assertThat(Checksum.fold(0xffff_ffffL)).isEqualTo(0xffff);
        assertThat(Checksum.fold(0x1_0000_0000L)).isEqualTo(1);
        assertThat(Checksum.fold(0xffff_ffff_ffff_ffffL)).isEqualTo(0xffff);
        assertThat(Checksum.fold(0xffff_ffff_ffff_0000L)).isEqualTo(0xffff);
        Randomized.repeat(1000, random -> {
            long sum = random.anyLong();
            assertThat(Checksum.fold(sum) % 0xffff).isEqualTo((int) Long.remainderUnsigned(sum, 0xffff));
        });
    }

    @Test
    void anIntactTextVerifiesAndOneChangedBitDoesNot() {
        Randomized.repeat(500, random -> {
            byte[] text = random.bytes(2 * random.between(2, 200));
            var segment = MemorySegment.ofArray(text);
            int field = 2 * random.below(text.length / 2);
            text[field] = text[field + 1] = 0;
            Checksum.store(segment, field, Checksum.finish(Checksum.sum(segment, 0, text.length)));
            assertThat(Checksum.verifies(Checksum.sum(segment, 0, text.length))).isTrue();
            text[random.below(text.length)] ^= (byte) (1 << random.below(8));
            assertThat(Checksum.verifies(Checksum.sum(segment, 0, text.length))).isFalse();
        });
    }

    @Test
    void pseudoHeaderIsThatOfTheVersionOfItsAddresses() {
        Randomized.repeat(500, random -> {
            byte[] text = random.bytes(random.between(1, 100));
            int protocol = random.below(256);
            int source = random.anyInt();
            int destination = random.anyInt();
            var ipv4 = ByteBuffer.allocate(12 + text.length)
                    .putInt(source).putInt(destination)
                    .put((byte) 0).put((byte) protocol).putShort((short) text.length);
            var from = IpAddress.ofIpv4(source);
            var to = IpAddress.ofIpv4(destination);
            assertThat(checksum(from, to, protocol, text)).isEqualTo(naive(ipv4.put(text).array()));

            from = new IpAddress(random.anyLong() | 1, random.anyLong());
            to = new IpAddress(random.anyLong(), random.anyLong());
            var ipv6 = ByteBuffer.allocate(40 + text.length)
                    .putLong(from.high()).putLong(from.low()).putLong(to.high()).putLong(to.low())
                    .putInt(text.length).putInt(protocol);
            assertThat(checksum(from, to, protocol, text)).isEqualTo(naive(ipv6.put(text).array()));
        });
    }

    private static int checksum(IpAddress from, IpAddress to, int protocol, byte[] text) {
        long sum = Checksum.pseudoHeader(from.high(), from.low(), to.high(), to.low(), protocol, text.length);
        return stored(Checksum.finish(sum + Checksum.sum(MemorySegment.ofArray(text), 0, text.length)));
    }
}
