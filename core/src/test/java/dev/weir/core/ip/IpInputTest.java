package dev.weir.core.ip;

import static dev.weir.core.ip.IcmpReporter.Problem.BAD_HEADER_FIELD;
import static dev.weir.core.ip.IcmpReporter.Problem.PROTOCOL_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpInputTest {
    private static final byte[] HELLO = "hello".getBytes();

    private final Receiver receiver = new Receiver();

    private static Packet ipv4() {
        return Packet.from("10.0.0.2", "10.0.0.1").payload(HELLO);
    }

    private static Packet ipv6() {
        return Packet.from("fd00::2", "fd00::1").payload(HELLO);
    }

    @Test
    void soundPacketsReachTheirLayer() {
        assertThat(receiver.receive(ipv4().trafficClass(0xb8))).isEqualTo(DropReason.NONE);
        assertThat(receiver.layer.trafficClass).isEqualTo(0xb8);
        assertThat(receiver.receive(ipv6().trafficClass(0x2e))).isEqualTo(DropReason.NONE);
        assertThat(receiver.layer.trafficClass).isEqualTo(0x2e);
        assertThat(receiver.layer.payloads).containsExactly(HELLO, HELLO);
        assertThat(receiver.counters.count(Counter.PACKETS_RECEIVED)).isEqualTo(2);
        assertThat(receiver.counters.count(Counter.BYTES_RECEIVED)).isEqualTo(20 + 40 + 10);
    }

    @Test
    void linkPaddingIsNotPayload() {
        assertThat(receiver.receive(Arrays.copyOf(ipv4().bytes(), 60))).isEqualTo(DropReason.NONE);
        assertThat(receiver.receive(Arrays.copyOf(ipv6().bytes(), 60))).isEqualTo(DropReason.NONE);
        assertThat(receiver.layer.payloads).containsExactly(HELLO, HELLO);
    }

    @Test
    void shortPacketsAreTruncated() {
        for (byte[] packet : new byte[][] {ipv4().bytes(), ipv6().bytes()}) {
            for (int length = 0; length < packet.length; length++) {
                assertThat(receiver.receive(Arrays.copyOf(packet, length))).isEqualTo(DropReason.TRUNCATED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 7, 8, 15})
    void otherVersionsAreDropped(int version) {
        byte[] packet = ipv4().bytes();
        packet[0] = (byte) (version << 4 | 5);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_VERSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 15})
    void impossibleHeaderLengthIsDropped(int words) {
        byte[] packet = ipv4().bytes();
        packet[0] = (byte) (0x40 | words);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_HEADER_LENGTH);
    }

    @Test
    void totalLengthBelowTheHeaderIsDropped() {
        byte[] packet = ipv4().bytes();
        Ipv4Header.writeTotalLength(MemorySegment.ofArray(packet), 0, 19);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_TOTAL_LENGTH);
    }

    @Test
    void everyBitOfTheIpv4HeaderIsUnderTheChecksum() {
        for (int bit = 64; bit < 160; bit++) { // behind version and lengths, which are judged before
            byte[] packet = ipv4().bytes();
            packet[bit / 8] ^= (byte) (0x80 >> bit % 8);
            assertThat(receiver.receive(packet)).as("bit " + bit).isEqualTo(DropReason.BAD_IP_CHECKSUM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.3", "8.8.8.8", "127.0.0.1", "0.0.0.0", "224.0.0.2"})
    void otherDestinationsAreNeverForwarded(String destination) {
        assertThat(receiver.receive(Packet.from("10.0.0.2", destination))).isEqualTo(DropReason.NOT_FOR_US);
        assertThat(receiver.reports).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00::2", "2600::1", "::1", "::", "ff02::2"})
    void otherIpv6DestinationsAreNeverForwarded(String destination) {
        assertThat(receiver.receive(Packet.from("fd00::2", destination))).isEqualTo(DropReason.NOT_FOR_US);
        assertThat(receiver.reports).isEmpty();
    }

    @Rfc({"9293#3.9.2.3", "MUST-57"})
    @ParameterizedTest
    @CsvSource({"10.0.0.2,255.255.255.255", "10.0.0.2,10.0.0.255", "10.0.0.2,224.0.0.1", "10.0.0.2,230.1.1.1",
            "fd00::2,ff02::1", "fd00::2,ff05::3"})
    void tcpToBroadcastOrMulticastIsDiscardedSilently(String source, String destination) {
        var packet = Packet.from(source, destination).protocol(IpProtocol.TCP).payload(new byte[20]);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.NOT_UNICAST);
        assertThat(receiver.tcp.payloads).isEmpty();
        assertThat(receiver.reports).isEmpty();
    }

    @Rfc({"9293#3.9.2.3", "MUST-57"})
    @Test
    void tcpToAGroupBehindAnExtensionHeaderIsDiscardedToo() {
        var packet = Packet.from("fd00::2", "ff02::1").extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 1, 4, 0, 0, 0, 0)
                .protocol(IpProtocol.TCP).payload(new byte[20]);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.NOT_UNICAST);
        assertThat(receiver.tcp.payloads).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2,255.255.255.255", "10.0.0.2,10.0.0.255", "10.0.0.2,224.0.0.1", "fd00::2,ff02::1",
            "fd00::2,ff02::1:ff00:1"})
    void otherProtocolsHearBroadcastsAndTheGroupsOfEveryHost(String source, String destination) {
        assertThat(receiver.receive(Packet.from(source, destination).payload(HELLO))).isEqualTo(DropReason.NONE);
        assertThat(receiver.layer.payloads).containsExactly(HELLO);
    }

    @Rfc({"9293#3.9.2.3", "MUST-63"})
    @ParameterizedTest
    @CsvSource({"0.0.0.0,10.0.0.1", "255.255.255.255,10.0.0.1", "10.0.0.255,10.0.0.1", "224.0.0.1,10.0.0.1",
            "127.0.0.1,10.0.0.1", "10.0.0.1,10.0.0.1", "::,fd00::1", "ff02::1,fd00::1", "::1,fd00::1",
            "fd00::1,fd00::1"})
    void invalidSourcesAreIgnored(String source, String destination) {
        assertThat(receiver.receive(Packet.from(source, destination).protocol(IpProtocol.TCP).payload(new byte[20])))
                .isEqualTo(DropReason.BAD_SOURCE);
        assertThat(receiver.tcp.payloads).isEmpty();
    }

    @Test
    void ipv4MappedAddressesInAnIpv6HeaderAreIgnored() {
        byte[] packet = ipv6().bytes();
        System.arraycopy(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 2}, 0, packet, 8, 16);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_SOURCE);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "10.0.0.1,10.0.0.1", "::1,::1", "fd00::1,fd00::1"})
    void ourselvesAreHeardOnTheLoopback(String source, String destination) {
        assertThat(receiver.receive(Packet.from(source, destination).payload(HELLO).bytes(), true))
                .isEqualTo(DropReason.NONE);
        assertThat(receiver.layer.payloads).containsExactly(HELLO);
    }

    @Rfc({"9293#3.9.2", "MUST-50", "MAY-10", "MAY-11"})
    @Test
    void unknownAndMalformedIpv4OptionsAreIgnored() {
        receiver.receive(ipv4().options(148, 4, 0, 0)); // router alert
        receiver.receive(ipv4().options(7, 7, 4, 0, 0, 0, 0)); // record route
        receiver.receive(ipv4().options(1, 1, 99, 6, 1, 2, 3, 4)); // unknown
        receiver.receive(ipv4().options(99, 0)); // length 0
        receiver.receive(ipv4().options(99, 77)); // length beyond the header
        receiver.receive(ipv4().options(1, 1, 1, 131)); // cut off
        receiver.receive(ipv4().options(68, 8, 5, 0, 0, 0, 0, 0)); // timestamp
        assertThat(receiver.layer.payloads).hasSize(7).containsOnly(HELLO);
        assertThat(receiver.counters.drops()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {131, 137})
    void sourceRouteThatGoesOnIsNotForUs(int kind) {
        assertThat(receiver.receive(ipv4().options(kind, 7, 4, 10, 0, 0, 9))).isEqualTo(DropReason.NOT_FOR_US);
        assertThat(receiver.receive(ipv4().options(1, kind, 7, 4, 10, 0, 0, 9))).isEqualTo(DropReason.NOT_FOR_US);
    }

    @ParameterizedTest
    @ValueSource(ints = {131, 137})
    void sourceRouteThatEndsHereIsPassedOver(int kind) {
        assertThat(receiver.receive(ipv4().options(kind, 7, 8, 10, 0, 0, 9))).isEqualTo(DropReason.NONE);
    }

    @Test
    void unknownProtocolIsReported() {
        assertThat(receiver.receive(ipv4().protocol(99))).isEqualTo(DropReason.UNKNOWN_PROTOCOL);
        assertThat(receiver.receive(ipv6().protocol(99))).isEqualTo(DropReason.UNKNOWN_PROTOCOL);
        assertThat(receiver.receive(ipv6().extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0).protocol(99)))
                .isEqualTo(DropReason.UNKNOWN_PROTOCOL);
        assertThat(receiver.reports).containsExactly(
                new Receiver.Report(PROTOCOL_UNREACHABLE, 0, 25),
                new Receiver.Report(PROTOCOL_UNREACHABLE, 6, 45),
                new Receiver.Report(PROTOCOL_UNREACHABLE, 40, 53));
    }

    @Test
    void noNextHeaderIsNotReported() {
        assertThat(receiver.receive(ipv6().protocol(IpProtocol.IPV6_NO_NEXT_HEADER)))
                .isEqualTo(DropReason.UNKNOWN_PROTOCOL);
        assertThat(receiver.reports).isEmpty();
    }

    @Test
    void icmpOfTheOtherVersionIsUnknown() {
        receiver.input.register(new RecordingLayer(IpProtocol.ICMP));
        receiver.input.register(new RecordingLayer(IpProtocol.ICMPV6));
        assertThat(receiver.receive(ipv6().protocol(IpProtocol.ICMP))).isEqualTo(DropReason.UNKNOWN_PROTOCOL);
        assertThat(receiver.receive(ipv4().protocol(IpProtocol.ICMPV6))).isEqualTo(DropReason.UNKNOWN_PROTOCOL);
    }

    @Test
    void extensionHeadersArePassedOver() {
        var packet = ipv6().extension(IpProtocol.HOP_BY_HOP, 5, 2, 0, 0, 1, 0)
                .extension(IpProtocol.IPV6_ROUTING, 0, 0, 0, 0, 0, 0)
                .extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 0x1e, 2, 9, 9, 1, 0);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.NONE);
        assertThat(receiver.layer.payloads).containsExactly(HELLO);
    }

    @Test
    void routingHeaderWithSegmentsLeftIsReportedAtItsType() {
        var packet = ipv6().extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0)
                .extension(IpProtocol.IPV6_ROUTING, 0, 1, 0, 0, 0, 0);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.ROUTING_HEADER);
        assertThat(receiver.reports).containsExactly(new Receiver.Report(BAD_HEADER_FIELD, 50, 61));
    }

    @Test
    void malformedExtensionIsReported() {
        var overrun = ipv6().extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 1, 9, 0, 0, 0, 0);
        assertThat(receiver.receive(overrun)).isEqualTo(DropReason.BAD_EXTENSION);
        assertThat(receiver.reports).containsExactly(new Receiver.Report(BAD_HEADER_FIELD, 43, 53));
    }

    @Test
    void hopByHopBehindAnotherHeaderIsAnUnknownNextHeader() {
        var packet = ipv6().extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 1, 4, 0, 0, 0, 0)
                .extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_EXTENSION);
        assertThat(receiver.reports).containsExactly(new Receiver.Report(PROTOCOL_UNREACHABLE, 40, 61));
    }

    @Test
    void moreThanEightExtensionHeadersAreAnAttack() {
        var packet = ipv6();
        for (int i = 0; i < 9; i++) packet.extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 1, 4, 0, 0, 0, 0);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_EXTENSION);
    }

    @ParameterizedTest
    @CsvSource({"0x5e,", "0x9e,UNKNOWN_OPTION_ALSO_MULTICAST", "0xde,UNKNOWN_OPTION"})
    void unknownOptionsSayThemselvesWhetherTheyAreReported(int option, IcmpReporter.Problem problem) {
        var packet = ipv6().extension(IpProtocol.IPV6_DESTINATION_OPTIONS, option, 4, 0, 0, 0, 0);
        assertThat(receiver.receive(packet)).isEqualTo(DropReason.BAD_EXTENSION);
        if (problem == null) assertThat(receiver.reports).isEmpty();
        else assertThat(receiver.reports).containsExactly(new Receiver.Report(problem, 42, 53));
    }

    @Test
    void whatTheLayerRefusesIsCountedButNotEmittedAgain() {
        receiver.layer.verdict = DropReason.PORT_CLOSED;
        assertThat(receiver.receive(ipv4())).isEqualTo(DropReason.PORT_CLOSED);
        assertThat(receiver.counters.count(DropReason.PORT_CLOSED)).isEqualTo(1);
        assertThat(receiver.events).isEmpty();
    }
}
