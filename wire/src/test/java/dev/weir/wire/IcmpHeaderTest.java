package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class IcmpHeaderTest {
    @Test
    void echoReplyTurnsTheRequestRound() {
        Randomized.repeat(100, random -> {
            int length = 8 + random.below(60);
            var request = MemorySegment.ofArray(random.bytes(length));
            IcmpHeader.writeEcho(request, 0, IcmpHeader.V4.ECHO_REQUEST, 0xbeef, 0x8001);
            IcmpHeader.writeChecksumIpv4(request, 0, length);
            assertThat(IcmpHeader.verifiesIpv4(request, 0, length)).isTrue();
            assertThat(IcmpHeader.identifier(request, 0)).isEqualTo(0xbeef);
            assertThat(IcmpHeader.sequenceNumber(request, 0)).isEqualTo(0x8001);

            var reply = Hex.empty(length + 4);
            IcmpHeader.writeEchoReply(reply, 4, IcmpHeader.V4.ECHO_REPLY, request, 0, length);
            IcmpHeader.writeChecksumIpv4(reply, 4, length);
            assertThat(IcmpHeader.type(reply, 4)).isZero();
            assertThat(IcmpHeader.rest(reply, 4)).isEqualTo(0xbeef8001);
            assertThat(IcmpHeader.verifiesIpv4(reply, 4, length)).isTrue();
            assertThat(Hex.text(reply, 12, length - 8)).isEqualTo(Hex.text(request, 8, length - 8));
        });
    }

    @Test
    void errorsQuoteTheStartOfThePacket() {
        var packet = MemorySegment.ofArray(new Randomized(1).bytes(100));
        var s = Hex.empty(60);
        int length = IcmpHeader.writeError(s, 2, IcmpHeader.V4.DESTINATION_UNREACHABLE,
                IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED, 1400, packet, 10, 28);
        assertThat(length).isEqualTo(36);
        assertThat(Hex.text(s, 2, 8)).isEqualTo("0304000000000578");
        assertThat(IcmpHeader.code(s, 2)).isEqualTo(4);
        assertThat(IcmpHeader.mtuIpv4(s, 2)).isEqualTo(1400);
        assertThat(Hex.text(s, IcmpHeader.quotedOffset(2), 28)).isEqualTo(Hex.text(packet, 10, 28));
        assertThat(Octets.read8(s, 2 + length)).isZero();
    }

    @Test
    void theSecondWordIsReadByTheRulesOfItsVersion() {
        var s = Hex.segment("0402 0000 80000001");
        assertThat(IcmpHeader.pointerIpv4(s, 0)).isEqualTo(0x80);
        assertThat(IcmpHeader.pointerIpv6(s, 0)).isEqualTo(0x80000001);
        assertThat(IcmpHeader.mtuIpv6(s, 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(IcmpHeader.mtuIpv6(Hex.segment("0200 0000 00000500"), 0)).isEqualTo(1280);
    }

    @Test
    void icmpv6ChecksumCoversTheAddresses() {
        var s = MemorySegment.ofArray(new Randomized(2).bytes(33));
        IcmpHeader.writeChecksumIpv6(s, 0, 33, 1, 2, 3, 4);
        assertThat(IcmpHeader.verifiesIpv6(s, 0, 33, 1, 2, 3, 4)).isTrue();
        assertThat(IcmpHeader.verifiesIpv6(s, 0, 33, 1, 2, 3, 5)).isFalse();
        assertThat(IcmpHeader.verifiesIpv4(s, 0, 33)).isFalse();
    }

    @Test
    void errorsAreTheTypesThatQuote() {
        assertThat(IcmpHeader.V4.isError(IcmpHeader.V4.TIME_EXCEEDED)).isTrue();
        assertThat(IcmpHeader.V4.isError(IcmpHeader.V4.ECHO_REPLY)).isFalse();
        assertThat(IcmpHeader.V4.isError(IcmpHeader.V4.TIMESTAMP_REQUEST)).isFalse();
        assertThat(IcmpHeader.V6.isError(IcmpHeader.V6.PACKET_TOO_BIG)).isTrue();
        assertThat(IcmpHeader.V6.isError(IcmpHeader.V6.ECHO_REQUEST)).isFalse();
        assertThat(IcmpHeader.check(Hex.empty(8), 0, 7)).isEqualTo(Fault.TRUNCATED);
        assertThat(IcmpHeader.check(Hex.empty(8), 0, 8)).isEqualTo(Fault.NONE);
    }
}
