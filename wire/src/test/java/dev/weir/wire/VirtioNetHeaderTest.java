package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class VirtioNetHeaderTest {
    @Test
    void fieldsStandInNativeOrderAtTheirPlaces() {
        var s = Hex.segment("ff".repeat(12));
        VirtioNetHeader.write(s, 1, VirtioNetHeader.NEEDS_CHECKSUM,
                VirtioNetHeader.GSO_TCPV6 | VirtioNetHeader.GSO_ECN, 60, 0x8123, 40, 16);
        assertThat(s.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 1);
        assertThat(s.get(ValueLayout.JAVA_BYTE, 2)).isEqualTo((byte) 0x84);
        assertThat(s.get(ValueLayout.JAVA_SHORT_UNALIGNED, 5)).isEqualTo((short) 0x8123);
        assertThat(VirtioNetHeader.flags(s, 1)).isEqualTo(1);
        assertThat(VirtioNetHeader.gsoType(s, 1)).isEqualTo(0x84);
        assertThat(VirtioNetHeader.headerLength(s, 1)).isEqualTo(60);
        assertThat(VirtioNetHeader.gsoSize(s, 1)).isEqualTo(0x8123);
        assertThat(VirtioNetHeader.checksumStart(s, 1)).isEqualTo(40);
        assertThat(VirtioNetHeader.checksumOffset(s, 1)).isEqualTo(16);
        VirtioNetHeader.clear(s, 1);
        assertThat(Hex.text(s, 0, 12)).isEqualTo("ff" + "00".repeat(10) + "ff");
    }

    /** What the kernel does with an unfinished checksum: sum from the start, store at the offset. */
    @Test
    void theFoldedPseudoHeaderIsWhatADeviceFinishes() {
        Randomized.repeat(100, random -> {
            byte[] bytes = random.bytes(20 + random.below(100));
            var s = MemorySegment.ofArray(bytes);
            var from = IpAddress.ofIpv4(random.anyInt());
            var to = IpAddress.ofIpv4(random.anyInt());
            long pseudo = Checksum.pseudoHeader(
                    from.high(), from.low(), to.high(), to.low(), IpProtocol.TCP, bytes.length);
            Checksum.store(s, TcpHeader.CHECKSUM_OFFSET, Checksum.fold(pseudo));
            Checksum.store(s, TcpHeader.CHECKSUM_OFFSET, Checksum.finish(Checksum.sum(s, 0, bytes.length)));
            assertThat(Checksum.verifies(
                            s, 0, bytes.length, from.high(), from.low(), to.high(), to.low(), IpProtocol.TCP))
                    .isTrue();
        });
    }
}
