package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Ipv6ExtensionsTest {
    /** Fixed header with this next header, before what the digits say. */
    private static MemorySegment packet(int nextHeader, String digits) {
        byte[] payload = Hex.bytes(digits);
        var s = Hex.empty(40 + payload.length);
        Ipv6Header.write(s, 0, 0, 0, payload.length, nextHeader, 64, 1, 1, 1, 2);
        MemorySegment.copy(MemorySegment.ofArray(payload), 0, s, 40, payload.length);
        return s;
    }

    private static Ipv6Extensions walk(int nextHeader, String digits) {
        return Ipv6Extensions.walk(packet(nextHeader, digits), 0);
    }

    @Test
    void withoutExtensionsTheUpperLayerFollowsAtOnce() {
        var found = walk(IpProtocol.TCP, "00");
        assertThat(found.fault()).isEqualTo(Fault.NONE);
        assertThat(found.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(found.offset()).isEqualTo(40);
        assertThat(found.nextHeaderOffset()).isEqualTo(6);
    }

    @Test
    void knownAndSkippableOptionsArePassedOver() {
        var found = walk(0, "3c 00 0502 0000 0100" // hop-by-hop: router alert, PadN of no bytes
                + "2b 01 0b0a 00112233445566778899 0000" // destination options: unknown, may be skipped; two Pad1
                + "06 00 0400 00000000" // routing of an unknown type, used up
                + "ffff");
        assertThat(found.fault()).isEqualTo(Fault.NONE);
        assertThat(found.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(found.offset()).isEqualTo(40 + 8 + 16 + 8);
        assertThat(found.nextHeaderOffset()).isEqualTo(40 + 8 + 16);
        assertThat(found.fragment()).isFalse();
    }

    @Test
    void aFragmentEndsTheWalkWithItsFields() {
        var found = walk(60, "2c 00 010400000000" + "11 00 0bb9 deadbeef" + "0102030405060708");
        assertThat(found).isEqualTo(
                new Ipv6Extensions(Fault.NONE, IpProtocol.UDP, 56, true, 0x0bb8, true, 0xdeadbeef, 40, 0));
        found = walk(44, "11 00 0bb8 deadbeef" + "0102");
        assertThat(found.fragment()).isTrue();
        assertThat(found.moreFragments()).isFalse();
        assertThat(found.nextHeaderOffset()).isEqualTo(6);
    }

    @Test
    void anAtomicFragmentIsNoneWhateverItsReservedBits() {
        var found = walk(44, "06 ff 0006 deadbeef" + "0102");
        assertThat(found.fragment()).isFalse();
        assertThat(found.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(found.offset()).isEqualTo(48);
    }

    @Test
    void writtenFragmentHeadersAreReadBack() {
        Randomized.repeat(300, random -> {
            var s = packet(44, "00".repeat(16));
            int fragmentOffset = 8 * random.between(1, 8191);
            boolean more = random.chance(50);
            int identification = random.anyInt();
            Ipv6Extensions.writeFragment(s, 40, 6, fragmentOffset, more, identification);
            assertThat(Ipv6Extensions.walk(s, 0)).isEqualTo(
                    new Ipv6Extensions(Fault.NONE, 6, 48, true, fragmentOffset, more, identification, 6, 0));
        });
    }

    @Test
    void unknownOptionsAreTreatedAsTheirHighestBitsSay() {
        assertThat(walk(60, "06 00 3f00 00000000").fault()).isEqualTo(Fault.NONE);
        assertFault(walk(60, "06 00 7f00 00000000"), Fault.UNKNOWN_OPTION, 42);
        assertFault(walk(60, "06 00 0000 bf00 0000"), Fault.UNKNOWN_OPTION_REPORTED, 44);
        assertFault(walk(60, "06 00 0102 0000 ff00"), Fault.UNKNOWN_OPTION_REPORTED_UNLESS_MULTICAST, 46);
    }

    @Test
    void whatCannotBeProcessedIsNamedWithThePlaceToBlame() {
        assertFault(walk(60, "00 00 010400000000" + "06 00 010400000000"), Fault.MISPLACED_EXTENSION, 40);
        assertFault(walk(43, "06 00 0001 00000000"), Fault.BAD_EXTENSION, 42); // a route of type 0 with a stop to go
        assertFault(walk(60, "06 00 0105 00000000"), Fault.BAD_EXTENSION, 43); // an option beyond its header
        assertFault(walk(60, "06 00 010300000001"), Fault.BAD_EXTENSION, 47); // a type without length
        assertFault(walk(60, "06 01 010400000000"), Fault.TRUNCATED, 41);
        assertFault(walk(60, "06 00 0104000000"), Fault.TRUNCATED, 40);
        assertFault(walk(0, ""), Fault.TRUNCATED, 40);
    }

    @Test
    void moreHeadersThanTheLimitAreRefused() {
        String header = "3c 00 010400000000";
        String last = "06 00 010400000000";
        assertThat(walk(60, header.repeat(7) + last).protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(walk(60, header.repeat(8) + last).fault()).isEqualTo(Fault.BAD_EXTENSION);
    }

    private static void assertFault(Ipv6Extensions found, Fault fault, int pointer) {
        assertThat(found.fault()).isEqualTo(fault);
        assertThat(found.pointer()).isEqualTo(pointer);
    }
}
