package dev.weir.core.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.ip.IcmpError.Meaning;
import dev.weir.core.ip.Packet;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IcmpHeader.V4;
import dev.weir.wire.IcmpHeader.V6;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpTest {
    private static final byte[] SEGMENT = new byte[40]; // what TCP would have sent

    private final Host host = new Host();

    private static Packet ipv4() {
        return Packet.from("10.0.0.2", "10.0.0.1");
    }

    private static Packet ipv6() {
        return Packet.from("fd00::2", "fd00::1");
    }

    private static Packet ours(int version) {
        return (version == 4 ? Packet.from("10.0.0.1", "10.0.0.2") : Packet.from("fd00::1", "fd00::2"))
                .protocol(IpProtocol.TCP).payload(SEGMENT);
    }

    /** From a router on the way. */
    private static Packet error(int version, int type, int code, int rest, byte[] quote) {
        return (version == 4 ? Packet.from("10.0.0.254", "10.0.0.1") : Packet.from("fd00::fe", "fd00::1"))
                .icmp(type, code, rest, quote);
    }

    private static byte[] data(int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) data[i] = (byte) i;
        return data;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 56, 1472})
    void echoIsAnsweredWithTheSameData(int length) {
        assertThat(host.receive(ipv4().trafficClass(0xb9).icmp(V4.ECHO_REQUEST, 0, 0x12345678, data(length))))
                .isEqualTo(DropReason.NONE);
        assertThat(host.replies.isDue()).isTrue();
        assertThat(host.link.sent).isEmpty(); // before the flush
        byte[] reply = host.flush().getFirst();
        assertThat(reply).isEqualTo(identified(Packet.from("10.0.0.1", "10.0.0.2").trafficClass(0xb8)
                .icmp(V4.ECHO_REPLY, 0, 0x12345678, data(length)).bytes(), reply));
        assertThat(host.counters.count(Counter.ICMP_SENT)).isEqualTo(1);
        assertThat(host.counters.count(Counter.ICMP_RECEIVED)).isEqualTo(1);
        assertThat(host.replies.isDue()).isFalse();
    }

    /** The expected packet with the identification that was chosen. */
    private static byte[] identified(byte[] expected, byte[] sent) {
        Ipv4Header.writeIdentification(
                MemorySegment.ofArray(expected), 0, Ipv4Header.identification(MemorySegment.ofArray(sent), 0));
        return expected;
    }

    @Test
    void echoOfIpv6IsAnsweredWithTheSameData() {
        host.receive(ipv6().icmp(V6.ECHO_REQUEST, 0, 77, data(100)));
        byte[] reply = host.flush().getFirst();
        assertThat(Packet.verifies(reply)).isTrue();
        assertThat(IcmpHeader.type(MemorySegment.ofArray(reply), 40)).isEqualTo(V6.ECHO_REPLY);
        assertThat(IcmpHeader.rest(MemorySegment.ofArray(reply), 40)).isEqualTo(77);
        assertThat(Arrays.copyOfRange(reply, 48, 148)).isEqualTo(data(100));
        assertThat(Ipv6Header.destinationLow(MemorySegment.ofArray(reply), 0)).isEqualTo(2);
    }

    @Test
    void fragmentedEchoIsAnsweredInFragments() {
        byte[] request = ipv4().icmp(V4.ECHO_REQUEST, 0, 1, data(4000)).bytes();
        byte[] message = Arrays.copyOfRange(request, 20, request.length);
        for (int at = 0; at < message.length; at += 1480) {
            int end = Math.min(message.length, at + 1480);
            host.receive(ipv4().protocol(IpProtocol.ICMP).fragment(5, at, end < message.length)
                    .payload(Arrays.copyOfRange(message, at, end)));
        }
        assertThat(host.flush()).hasSize(3);
    }

    @Test
    void echoIsIgnoredWhereConfigured() {
        var mute = new Host(Host.config().withIp(ip -> ip.withAnswerEcho(false)));
        assertThat(mute.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1))).isEqualTo(DropReason.ICMP_IGNORED);
        assertThat(mute.flush()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.255", "255.255.255.255", "224.0.0.1"})
    void echoToEverybodyIsNotAnswered(String destination) {
        assertThat(host.receive(Packet.from("10.0.0.2", destination).icmp(V4.ECHO_REQUEST, 0, 1)))
                .isEqualTo(DropReason.ICMP_IGNORED);
        assertThat(host.receive(Packet.from("fd00::2", "ff02::1").icmp(V6.ECHO_REQUEST, 0, 1)))
                .isEqualTo(DropReason.ICMP_IGNORED);
        assertThat(host.flush()).isEmpty();
    }

    @Test
    void echoesAreRationed() {
        var rationed = new Host(Host.config().withIp(ip -> ip.withIcmpPerSecond(2)));
        assertThat(rationed.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1))).isEqualTo(DropReason.NONE);
        assertThat(rationed.receive(ipv6().icmp(V6.ECHO_REQUEST, 0, 1))).isEqualTo(DropReason.NONE);
        assertThat(rationed.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1))).isEqualTo(DropReason.ICMP_RATE_LIMITED);
        assertThat(rationed.flush()).hasSize(2);
        rationed.now += 500_000_000;
        assertThat(rationed.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1))).isEqualTo(DropReason.NONE);
    }

    @Test
    void repliesAreBoundedByNumberAndBytes() {
        var few = new Host(Host.config().withLimits(limits -> limits.withReplies(2)));
        few.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1));
        few.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 2));
        assertThat(few.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 3))).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(few.counters.count(Counter.REPLIES_LOST)).isEqualTo(1);
        assertThat(few.flush()).hasSize(2);
        var small = new Host(Host.config().withLimits(limits -> limits.withUdpQueueBytes(1024)));
        small.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1, data(600)));
        assertThat(small.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1, data(600)))).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(small.flush()).hasSize(1);
        assertThat(small.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1, data(600)))).isEqualTo(DropReason.NONE);
    }

    @Test
    void blockedLinkKeepsReplies() {
        host.receive(ipv4().icmp(V4.ECHO_REQUEST, 0, 1));
        host.link.room = 0;
        assertThat(host.replies.flush(host.now)).isFalse();
        assertThat(host.replies.isDue()).isTrue();
        host.link.room = 9;
        assertThat(host.replies.flush(host.now)).isTrue();
        assertThat(host.link.sent).hasSize(1);
    }

    @Test
    void shortMessagesAreMalformed() {
        for (int length = 0; length < 8; length++) {
            assertThat(host.receive(ipv4().protocol(IpProtocol.ICMP).payload(new byte[length])))
                    .isEqualTo(DropReason.BAD_ICMP);
            assertThat(host.receive(ipv6().protocol(IpProtocol.ICMPV6).payload(new byte[length])))
                    .isEqualTo(DropReason.BAD_ICMP);
        }
    }

    @Test
    void everyBitIsUnderTheChecksum() {
        byte[][] requests = {
            ipv4().icmp(V4.ECHO_REQUEST, 0, 1, data(5)).bytes(), ipv6().icmp(V6.ECHO_REQUEST, 0, 1).bytes()};
        for (byte[] request : requests) {
            int header = (request[0] & 0xf0) == 0x40 ? 20 : 40;
            for (int bit = 8 * header; bit < 8 * request.length; bit++) {
                byte[] packet = request.clone();
                packet[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(host.receive(packet)).isEqualTo(DropReason.BAD_ICMP_CHECKSUM);
            }
        }
    }

    @Rfc({"9293#3.9.2.2", "MUST-55"})
    @Test
    void sourceQuenchIsDiscardedSilently() {
        assertThat(host.receive(error(4, V4.SOURCE_QUENCH, 0, 0, ours(4).bytes()))).isEqualTo(DropReason.ICMP_IGNORED);
        assertThat(host.tcp.errors).isEmpty();
        assertThat(host.flush()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4,5", "4,13", "4,14", "4,0", "4,17", "6,133", "6,134", "6,135", "6,136", "6,137", "6,129", "6,100",
            "6,200"})
    void whatAHostWithoutNeighboursNeedNotKnowIsIgnored(int version, int type) {
        assertThat(host.receive(error(version, type, 0, 0, ours(version).bytes()))).isEqualTo(DropReason.ICMP_IGNORED);
        assertThat(host.flush()).isEmpty();
    }

    @Test
    void neighbourDiscoveryToTheGroupOfOurAddressIsIgnored() {
        var solicitation = Packet.from("fe80::2", "ff02::1:ff00:1").icmp(V6.NEIGHBOR_SOLICITATION, 0, 0, data(16));
        assertThat(host.receive(solicitation)).isEqualTo(DropReason.ICMP_IGNORED);
    }

    @Rfc({"9293#3.9.2.2", "MUST-54", "MUST-56"})
    @ParameterizedTest
    @CsvSource({
            "4,3,0,NETWORK_UNREACHABLE", "4,3,1,HOST_UNREACHABLE", "4,3,2,PROTOCOL_UNREACHABLE",
            "4,3,3,PORT_UNREACHABLE", "4,3,4,PACKET_TOO_BIG", "4,3,5,SOURCE_ROUTE_FAILED", "4,3,6,NETWORK_UNREACHABLE",
            "4,3,7,HOST_UNREACHABLE",
            "4,3,8,HOST_UNREACHABLE", "4,3,9,ADMINISTRATIVELY_PROHIBITED", "4,3,10,ADMINISTRATIVELY_PROHIBITED",
            "4,3,11,NETWORK_UNREACHABLE", "4,3,12,HOST_UNREACHABLE", "4,3,13,ADMINISTRATIVELY_PROHIBITED",
            "4,3,15,HOST_UNREACHABLE", "4,11,0,TIME_EXCEEDED", "4,11,1,TIME_EXCEEDED", "4,12,0,PARAMETER_PROBLEM",
            "6,1,0,NETWORK_UNREACHABLE", "6,1,1,ADMINISTRATIVELY_PROHIBITED", "6,1,2,NETWORK_UNREACHABLE",
            "6,1,3,HOST_UNREACHABLE", "6,1,4,PORT_UNREACHABLE", "6,1,5,ADMINISTRATIVELY_PROHIBITED",
            "6,1,6,ADMINISTRATIVELY_PROHIBITED", "6,2,0,PACKET_TOO_BIG", "6,3,0,TIME_EXCEEDED",
            "6,4,0,PARAMETER_PROBLEM", "6,4,1,NEXT_HEADER_UNKNOWN", "6,4,2,PARAMETER_PROBLEM"})
    void errorReachesTheLayerThatItQuotesWithItsMeaning(int version, int type, int code, Meaning meaning) {
        assertThat(host.receive(error(version, type, code, 1400, ours(version).bytes()))).isEqualTo(DropReason.NONE);
        IcmpError error = host.tcp.errors.getFirst();
        assertThat(error.meaning()).isEqualTo(meaning);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.reporter()).isEqualTo(IpAddress.parse(version == 4 ? "10.0.0.254" : "fd00::fe"));
        assertThat(error.source()).isEqualTo(IpAddress.parse(version == 4 ? "10.0.0.1" : "fd00::1"));
        assertThat(error.destination()).isEqualTo(IpAddress.parse(version == 4 ? "10.0.0.2" : "fd00::2"));
        assertThat(error.transportOffset()).isEqualTo(version == 4 ? 20 + 8 + 20 : 40 + 8 + 40);
        assertThat(error.transportLength()).isEqualTo(SEGMENT.length);
        assertThat(error.mtu()).isEqualTo(meaning == Meaning.PACKET_TOO_BIG ? 1400 : 0);
        assertThat(host.flush()).isEmpty(); // never an answer to an error
    }

    @Test
    void whatTheLayerSaysToAnErrorIsCounted() {
        host.tcp.verdict = DropReason.ICMP_STALE;
        assertThat(host.receive(error(4, 3, 1, 0, ours(4).bytes()))).isEqualTo(DropReason.ICMP_STALE);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void quoteMayEndAnywhereBehindTheEighthByteOfTheTransportHeader(int version) {
        byte[] quoted = ours(version).bytes();
        int header = version == 4 ? 20 : 40;
        for (int length = 0; length <= quoted.length; length++) {
            var packet = error(version, version == 4 ? 11 : 3, 0, 0, Arrays.copyOf(quoted, length));
            assertThat(host.receive(packet)).isEqualTo(length < header + 8 ? DropReason.BAD_ICMP : DropReason.NONE);
            if (length >= header + 8) {
                assertThat(host.tcp.errors.getLast().transportLength()).isEqualTo(length - header);
            }
        }
    }

    @Test
    void paddingAndExtensionsBehindTheQuoteDoNotBelongToIt() { // RFC 4884
        host.receive(error(4, 11, 0, 0, Arrays.copyOf(ours(4).bytes(), 128)));
        assertThat(host.tcp.errors.getLast().transportLength()).isEqualTo(SEGMENT.length);
    }

    @Test
    void optionsAndExtensionHeadersInTheQuoteArePassedOver() {
        host.receive(error(4, 11, 0, 0, ours(4).options(1, 1, 1, 1).bytes()));
        assertThat(host.tcp.errors.getLast().transportOffset()).isEqualTo(20 + 8 + 24);
        host.receive(error(6, 3, 0, 0, ours(6).extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0)
                .fragment(1, 0, true).bytes()));
        assertThat(host.tcp.errors.getLast().transportOffset()).isEqualTo(40 + 8 + 56);
        assertThat(host.tcp.errors.getLast().transportLength()).isEqualTo(SEGMENT.length);
    }

    @Test
    void quotedFragmentsWithoutTransportHeaderAreMalformed() {
        for (int version : new int[] {4, 6}) {
            byte[] quote = ours(version).fragment(1, 8, true).bytes();
            assertThat(host.receive(error(version, version == 4 ? 11 : 3, 0, 0, quote))).isEqualTo(DropReason.BAD_ICMP);
        }
    }

    @Test
    void quoteOfTheOtherVersionOrWithImpossibleLengthsIsMalformed() {
        assertThat(host.receive(error(4, 11, 0, 0, ours(6).bytes()))).isEqualTo(DropReason.BAD_ICMP);
        assertThat(host.receive(error(6, 3, 0, 0, ours(4).bytes()))).isEqualTo(DropReason.BAD_ICMP);
        byte[] shortHeader = ours(4).bytes();
        shortHeader[0] = 0x44;
        assertThat(host.receive(error(4, 11, 0, 0, shortHeader))).isEqualTo(DropReason.BAD_ICMP);
        byte[] cutExtension = ours(6).extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0).bytes();
        for (int length = 40; length < 56; length++) {
            var packet = error(6, 3, 0, 0, Arrays.copyOf(cutExtension, length));
            assertThat(host.receive(packet)).isEqualTo(DropReason.BAD_ICMP);
        }
        cutExtension[41] = (byte) 255; // an extension header of 2 KiB
        assertThat(host.receive(error(6, 3, 0, 0, cutExtension))).isEqualTo(DropReason.BAD_ICMP);
    }

    @Test
    void errorAboutWhatAnotherHostSentIsUnmatched() {
        byte[] foreign = Packet.from("10.0.0.9", "10.0.0.2").protocol(IpProtocol.TCP).payload(SEGMENT).bytes();
        assertThat(host.receive(error(4, 3, 3, 0, foreign))).isEqualTo(DropReason.ICMP_UNMATCHED);
        byte[] loopback = Packet.from("127.0.0.1", "10.0.0.2").protocol(IpProtocol.TCP).payload(SEGMENT).bytes();
        assertThat(host.receive(error(4, 3, 3, 0, loopback))).isEqualTo(DropReason.ICMP_UNMATCHED);
        assertThat(host.tcp.errors).isEmpty();
    }

    @Test
    void errorAboutAProtocolThatNobodySpeaksIsUnmatched() {
        assertThat(host.receive(error(4, 3, 2, 0, ours(4).protocol(99).bytes()))).isEqualTo(DropReason.ICMP_UNMATCHED);
        assertThat(host.receive(error(6, 3, 0, 0, ours(6).protocol(IpProtocol.ICMP).bytes())))
                .isEqualTo(DropReason.ICMP_UNMATCHED);
    }

    @Test
    void errorAboutAnEchoReplyOfOursIsUnmatched() {
        byte[] reply = Packet.from("10.0.0.1", "10.0.0.2").icmp(V4.ECHO_REPLY, 0, 1, data(8)).bytes();
        assertThat(host.receive(error(4, 3, 1, 0, reply))).isEqualTo(DropReason.ICMP_UNMATCHED);
    }

    @Test
    void errorToAGroupIsIgnored() {
        assertThat(host.receive(Packet.from("10.0.0.2", "10.0.0.255").icmp(3, 1, 0, ours(4).bytes())))
                .isEqualTo(DropReason.ICMP_IGNORED);
    }
}
