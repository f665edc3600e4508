package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Ipv6HeaderTest {
    @Test
    void writesTheLayoutOfRfc8200() {
        var s = Hex.empty(40);
        Ipv6Header.write(s, 0, 0xab, 0xcdef1, 0x1234, IpProtocol.TCP, 64, 0x20010db8_00000000L, 1, 0xfd00L << 48, 2);
        assertThat(Hex.text(s, 0, 40)).isEqualTo("6abcdef1" + "12340640"
                + "20010db8000000000000000000000001" + "fd000000000000000000000000000002");
    }

    @Test
    void readsBackWhatItWrote() {
        Randomized.repeat(500, random -> {
            int offset = random.below(8);
            var s = MemorySegment.ofArray(random.bytes(offset + 40));
            int trafficClass = random.below(256);
            int flowLabel = random.below(1 << 20);
            int length = random.below(65_536);
            long[] address = {random.anyLong() | 1, random.anyLong(), random.anyLong() | 1, random.anyLong()};
            Ipv6Header.write(s, offset, trafficClass, flowLabel, length, 17, 255,
                    address[0], address[1], address[2], address[3]);
            assertThat(Ipv6Header.version(s, offset)).isEqualTo(6);
            assertThat(Ipv6Header.trafficClass(s, offset)).isEqualTo(trafficClass);
            assertThat(Ipv6Header.dscp(s, offset)).isEqualTo(trafficClass >> 2);
            assertThat(Ipv6Header.ecn(s, offset)).isEqualTo(trafficClass & 3);
            assertThat(Ipv6Header.flowLabel(s, offset)).isEqualTo(flowLabel);
            assertThat(Ipv6Header.payloadLength(s, offset)).isEqualTo(length);
            assertThat(Ipv6Header.nextHeader(s, offset)).isEqualTo(17);
            assertThat(Ipv6Header.hopLimit(s, offset)).isEqualTo(255);
            assertThat(new long[] {Ipv6Header.sourceHigh(s, offset), Ipv6Header.sourceLow(s, offset),
                    Ipv6Header.destinationHigh(s, offset), Ipv6Header.destinationLow(s, offset)}).isEqualTo(address);
            assertThat(Ipv6Header.check(s, offset, 40 + length)).isEqualTo(Fault.NONE);
            assertThat(Ipv6Header.check(s, offset, 39 + length)).isEqualTo(Fault.TRUNCATED);
        });
    }

    @Test
    void changesOfAFieldKeepTheOthers() {
        var s = Hex.empty(40);
        Ipv6Header.write(s, 0, 0xff, 0xfffff, 1, 6, 64, 1, 0, 1, 1);
        Ipv6Header.writeEcn(s, 0, 1);
        Ipv6Header.writeHopLimit(s, 0, 63);
        Ipv6Header.writePayloadLength(s, 0, 2);
        assertThat(Hex.text(s, 0, 8)).isEqualTo("6fdfffff" + "0002063f");
    }

    @Test
    void versionShortageAndMappedAddressesAreNamed() {
        var s = Hex.empty(40);
        Ipv6Header.write(s, 0, 0, 0, 0, 6, 64, 1, 0, 1, 1);
        assertThat(Ipv6Header.check(s, 0, 40)).isEqualTo(Fault.NONE);
        assertThat(Ipv6Header.check(s, 0, 39)).isEqualTo(Fault.TRUNCATED);
        assertThat(Ipv6Header.check(Hex.empty(0), 0, 0)).isEqualTo(Fault.TRUNCATED);
        var mapped = IpAddress.parse("1.2.3.4");
        Ipv6Header.write(s, 0, 0, 0, 0, 6, 64, mapped.high(), mapped.low(), 1, 1);
        assertThat(Ipv6Header.check(s, 0, 40)).isEqualTo(Fault.BAD_ADDRESS);
        Ipv6Header.write(s, 0, 0, 0, 0, 6, 64, 1, 1, mapped.high(), mapped.low());
        assertThat(Ipv6Header.check(s, 0, 40)).isEqualTo(Fault.BAD_ADDRESS);
        Octets.write8(s, 0, 0x45);
        assertThat(Ipv6Header.check(s, 0, 40)).isEqualTo(Fault.BAD_VERSION);
    }
}
