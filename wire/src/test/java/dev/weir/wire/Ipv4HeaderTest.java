package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Ipv4HeaderTest {
    /** RFC 791 in bytes, with the checksum that is widely printed for this header. */
    private static final String KNOWN = "4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7";

    @Test
    void writesTheKnownHeaderByteForByte() {
        var s = Hex.empty(20);
        Ipv4Header.write(s, 0, 0, 0x73, 0, true, 64, IpProtocol.UDP, 0xc0a80001, 0xc0a800c7);
        assertThat(s.mismatch(Hex.segment(KNOWN))).isEqualTo(-1);
        assertThat(Ipv4Header.checksum(s, 0)).isEqualTo(0xb861);
    }

    @Test
    void readsBackWhatItWrote() {
        Randomized.repeat(500, random -> {
            int offset = random.below(8);
            var s = MemorySegment.ofArray(random.bytes(offset + 20));
            int tos = random.below(256);
            int totalLength = random.between(20, 65_535);
            int identification = random.below(65_536);
            boolean dontFragment = random.chance(50);
            int ttl = random.below(256);
            int protocol = random.below(256);
            int source = random.anyInt();
            int destination = random.anyInt();
            Ipv4Header.write(
                    s, offset, tos, totalLength, identification, dontFragment, ttl, protocol, source, destination);
            assertThat(Ipv4Header.version(s, offset)).isEqualTo(4);
            assertThat(Ipv4Header.headerLength(s, offset)).isEqualTo(20);
            assertThat(Ipv4Header.tos(s, offset)).isEqualTo(tos);
            assertThat(Ipv4Header.dscp(s, offset)).isEqualTo(tos >> 2);
            assertThat(Ipv4Header.ecn(s, offset)).isEqualTo(tos & 3);
            assertThat(Ipv4Header.totalLength(s, offset)).isEqualTo(totalLength);
            assertThat(Ipv4Header.identification(s, offset)).isEqualTo(identification);
            assertThat(Ipv4Header.dontFragment(s, offset)).isEqualTo(dontFragment);
            assertThat(Ipv4Header.isFragment(s, offset)).isFalse();
            assertThat(Ipv4Header.timeToLive(s, offset)).isEqualTo(ttl);
            assertThat(Ipv4Header.protocol(s, offset)).isEqualTo(protocol);
            assertThat(Ipv4Header.source(s, offset)).isEqualTo(source);
            assertThat(Ipv4Header.destination(s, offset)).isEqualTo(destination);
            assertThat(Ipv4Header.check(s, offset, totalLength)).isEqualTo(Fault.NONE);
        });
    }

    @Test
    void changesOfAFieldKeepTheOthersAndTheChecksumRight() {
        var s = Hex.segment(KNOWN);
        Ipv4Header.writeTimeToLive(s, 0, 63);
        Ipv4Header.writeEcn(s, 0, 3);
        Ipv4Header.writeIdentification(s, 0, 0xbeef);
        Ipv4Header.writeTotalLength(s, 0, 0x1234);
        Ipv4Header.writeFragment(s, 0, 1500, 65_528, true);
        assertThat(Ipv4Header.verifiesChecksum(s, 0)).isTrue();
        assertThat(Ipv4Header.timeToLive(s, 0)).isEqualTo(63);
        assertThat(Ipv4Header.ecn(s, 0)).isEqualTo(3);
        assertThat(Ipv4Header.dscp(s, 0)).isZero();
        assertThat(Ipv4Header.identification(s, 0)).isEqualTo(0xbeef);
        assertThat(Ipv4Header.totalLength(s, 0)).isEqualTo(1500);
        assertThat(Ipv4Header.fragmentOffset(s, 0)).isEqualTo(65_528);
        assertThat(Ipv4Header.moreFragments(s, 0)).isTrue();
        assertThat(Ipv4Header.dontFragment(s, 0)).isTrue();
        assertThat(Ipv4Header.isFragment(s, 0)).isTrue();
        Ipv4Header.writeFragment(s, 0, 100, 8, false);
        assertThat(Ipv4Header.moreFragments(s, 0)).isFalse();
        assertThat(Ipv4Header.isFragment(s, 0)).isTrue();
        Ipv4Header.writeFragment(s, 0, 100, 0, false);
        assertThat(Ipv4Header.isFragment(s, 0)).isFalse();
    }

    @Test
    @Rfc("EDGE-PARSING-1")
    void everyFaultOfFormIsNamed() {
        assertThat(Ipv4Header.check(Hex.segment(KNOWN), 0, 0x73)).isEqualTo(Fault.NONE);
        assertThat(Ipv4Header.check(Hex.segment(KNOWN), 0, 0x74)).isEqualTo(Fault.NONE); // link padding
        assertThat(Ipv4Header.check(Hex.segment(KNOWN), 0, 0x72)).isEqualTo(Fault.TRUNCATED);
        assertThat(Ipv4Header.check(Hex.segment(KNOWN), 0, 19)).isEqualTo(Fault.TRUNCATED);
        assertThat(Ipv4Header.check(Hex.empty(0), 0, 0)).isEqualTo(Fault.TRUNCATED);
        assertThat(faultWith(0, 0x65)).isEqualTo(Fault.BAD_VERSION);
        assertThat(faultWith(0, 0x44)).isEqualTo(Fault.BAD_HEADER_LENGTH); // IHL 4
        assertThat(faultWith(0, 0x40)).isEqualTo(Fault.BAD_HEADER_LENGTH);
        assertThat(faultWith(3, 19)).isEqualTo(Fault.BAD_TOTAL_LENGTH);
        assertThat(faultWith(3, 0)).isEqualTo(Fault.BAD_TOTAL_LENGTH);
        assertThat(faultWith(8, 63)).isEqualTo(Fault.BAD_CHECKSUM);
        var options = Hex.segment(KNOWN);
        Octets.write8(options, 0, 0x46);
        Octets.write16(options, 2, 23);
        assertThat(Ipv4Header.check(options, 0, 100)).isEqualTo(Fault.BAD_HEADER_LENGTH);
    }

    private static Fault faultWith(int position, int value) {
        var s = Hex.segment(KNOWN);
        Octets.write8(s, position, value);
        return Ipv4Header.check(s, 0, 0x73);
    }
}
