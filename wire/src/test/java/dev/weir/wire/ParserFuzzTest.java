package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.wire.pcap.Captures;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No bytes make a parser throw or read beyond what it was given: each input lies in a segment of exactly its size, so
 * that one byte too far is an exception.
 */
@Rfc({"9293#3.1", "MUST-7", "EDGE-PARSING-1"})
class ParserFuzzTest {
    private final Set<Fault> seen = EnumSet.noneOf(Fault.class);
    private int reachedUpperLayer;

    @Test
    void randomBytes() {
        Randomized.repeat(100_000, random -> {
            byte[] bytes = random.bytes(random.between(0, 120));
            if (bytes.length > 0 && random.chance(80)) bytes[0] = (byte) (random.chance(50) ? 0x45 : 0x60);
            readPacket(MemorySegment.ofArray(bytes));
            readUpperLayers(MemorySegment.ofArray(bytes), 0, bytes.length);
        });
        assertThat(reachedUpperLayer).isPositive();
    }

    @Test
    void mutatedPacketsOfTheKernel() {
        var originals = new ArrayList<byte[]>();
        for (String name : Captures.NAMES) {
            for (var s : Captures.ipPackets(name)) originals.add(s.toArray(ValueLayout.JAVA_BYTE));
        }
        Randomized.repeat(100_000, random -> {
            byte[] original = originals.get(random.below(originals.size()));
            readPacket(MemorySegment.ofArray(random.mutated(original)));
        });
        assertThat(reachedUpperLayer).isGreaterThan(10_000);
        assertThat(seen).contains(Fault.NONE, Fault.TRUNCATED, Fault.BAD_VERSION, Fault.BAD_HEADER_LENGTH,
                Fault.BAD_TOTAL_LENGTH, Fault.BAD_CHECKSUM, Fault.BAD_EXTENSION, Fault.BAD_DATA_OFFSET);
    }

    @Test
    void extensionHeadersFullOfBorderValues() {
        List<Integer> headers = List.of(0, 43, 44, 60, 6);
        Randomized.repeat(100_000, random -> {
            byte[] bytes = random.bytes(random.between(40, 200));
            bytes[0] = 0x60;
            bytes[4] = (byte) (bytes.length - 40 >> 8);
            bytes[5] = (byte) (bytes.length - 40);
            bytes[6] = headers.get(random.below(headers.size())).byteValue();
            for (int i = 40; i < bytes.length; i += 8) {
                bytes[i] = headers.get(random.below(headers.size())).byteValue();
                if (i + 1 < bytes.length) bytes[i + 1] = (byte) random.below(3);
                if (i + 3 < bytes.length && random.chance(70)) bytes[i + 3] = 0;
            }
            readPacket(MemorySegment.ofArray(bytes));
        });
        assertThat(seen).contains(Fault.NONE, Fault.TRUNCATED, Fault.BAD_EXTENSION, Fault.MISPLACED_EXTENSION,
                Fault.UNKNOWN_OPTION, Fault.UNKNOWN_OPTION_REPORTED,
                Fault.UNKNOWN_OPTION_REPORTED_UNLESS_MULTICAST);
    }

    @Test
    void optionsFullOfKnownKindsAndShortLengths() {
        int[] kinds = {0, 1, 2, 3, 4, 5, 8, 34, 254};
        Randomized.repeat(200_000, random -> {
            byte[] bytes = random.bytes(random.between(0, 40));
            for (int i = 0; i < bytes.length; i++) {
                if (random.chance(40)) bytes[i] = (byte) kinds[random.below(kinds.length)];
                else if (random.chance(50)) bytes[i] = (byte) random.below(12);
            }
            readOptions(MemorySegment.ofArray(bytes), 0, bytes.length);
        });
    }

    private Fault noted(Fault fault) {
        seen.add(fault);
        return fault;
    }

    private void readPacket(MemorySegment s) {
        int available = (int) s.byteSize();
        noted(Ipv4Header.check(s, 0, available));
        if (noted(Ipv4Header.checkForm(s, 0, available)) == Fault.NONE) {
            int header = Ipv4Header.headerLength(s, 0);
            readUpperLayers(s, header, Ipv4Header.totalLength(s, 0) - header);
        }
        if (noted(Ipv6Header.check(s, 0, available)) == Fault.NONE) {
            var extensions = Ipv6Extensions.walk(s, 0);
            int end = Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, 0);
            if (noted(extensions.fault()) == Fault.NONE) {
                assertThat(extensions.offset()).isBetween(Ipv6Header.LENGTH, end);
                readUpperLayers(s, extensions.offset(), end - extensions.offset());
            } else {
                assertThat(extensions.pointer()).isBetween(0, end);
            }
        }
    }

    private void readUpperLayers(MemorySegment s, int o, int length) {
        if (noted(TcpHeader.check(s, o, length)) == Fault.NONE) {
            reachedUpperLayer++;
            TcpFlags.text(TcpHeader.flags(s, o));
            readOptions(s, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(s, o));
        }
        noted(UdpHeader.check(s, o, length));
        if (noted(IcmpHeader.check(s, o, length)) == Fault.NONE) {
            IcmpHeader.verifiesIpv4(s, o, length);
            assertThat(IcmpHeader.mtuIpv6(s, o)).isNotNegative();
            IcmpHeader.pointerIpv6(s, o);
        }
    }

    private static void readOptions(MemorySegment s, long o, int length) {
        var options = TcpOptions.parse(s, o, length);
        assertThat(options.sackEdges().length % 2).isZero();
        assertThat(options.mss()).isBetween(-1, 65_535);
        assertThat(options.windowScale()).isBetween(-1, 255);
        assertThat(options.toString()).startsWith("<");
        TcpOptions.describe(s, o, length);
        assertThat(TcpOptions.find(s, o, length, TcpOption.MSS) < 0 && options.mss() >= 0).isFalse();
    }
}
