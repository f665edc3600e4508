package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UdpHeaderTest {
    @Test
    void readsBackWhatItWrote() {
        var s = Hex.segment("ff".repeat(12));
        UdpHeader.write(s, 2, 0x8001, 53, 0xfffe);
        assertThat(Hex.text(s, 0, 12)).isEqualTo("ffff" + "80010035" + "fffe0000" + "ffff");
        assertThat(UdpHeader.sourcePort(s, 2)).isEqualTo(0x8001);
        assertThat(UdpHeader.destinationPort(s, 2)).isEqualTo(53);
        assertThat(UdpHeader.length(s, 2)).isEqualTo(0xfffe);
        assertThat(UdpHeader.checksum(s, 2)).isZero();
    }

    @Test
    void lengthMustLieBetweenHeaderAndPacket() {
        var s = Hex.empty(12);
        UdpHeader.write(s, 0, 1, 2, 12);
        assertThat(UdpHeader.check(s, 0, 12)).isEqualTo(Fault.NONE);
        assertThat(UdpHeader.check(s, 0, 20)).isEqualTo(Fault.NONE);
        assertThat(UdpHeader.check(s, 0, 11)).isEqualTo(Fault.BAD_TOTAL_LENGTH);
        assertThat(UdpHeader.check(s, 0, 7)).isEqualTo(Fault.TRUNCATED);
        UdpHeader.write(s, 0, 1, 2, 7);
        assertThat(UdpHeader.check(s, 0, 12)).isEqualTo(Fault.BAD_TOTAL_LENGTH);
    }

    @Test
    void aChecksumOfZeroIsSentAsAllOnesAndVerifies() {
        var from = IpAddress.ofIpv4(0);
        var s = Hex.empty(10);
        UdpHeader.write(s, 0, 0, 0, 10);
        long rest = Checksum.pseudoHeader(0, from.low(), 0, from.low(), IpProtocol.UDP, 10) + Checksum.sum(s, 0, 8);
        Checksum.store(s, 8, Checksum.finish(rest)); // the data make the whole sum all ones
        UdpHeader.writeChecksum(s, 0, 10, from.high(), from.low(), from.high(), from.low());
        assertThat(UdpHeader.checksum(s, 0)).isEqualTo(0xffff);
        assertThat(Checksum.verifies(s, 0, 10, 0, from.low(), 0, from.low(), IpProtocol.UDP)).isTrue();
    }
}
