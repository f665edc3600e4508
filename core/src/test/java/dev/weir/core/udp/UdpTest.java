package dev.weir.core.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.icmp.Host;
import dev.weir.core.ip.IcmpError.Meaning;
import dev.weir.core.ip.Packet;
import dev.weir.core.udp.UdpRefused.Why;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpTest {
    private static final IpAddress OURS = IpAddress.parse("10.0.0.1");
    private static final IpAddress OURS6 = IpAddress.parse("fd00::1");
    private static final IpAddress PEER = IpAddress.parse("10.0.0.2");
    private static final IpAddress PEER6 = IpAddress.parse("fd00::2");
    private static final IpAddress OTHER = IpAddress.parse("10.0.0.3");
    private static final byte[] HELLO = "hello".getBytes();

    private final Host host = new Host();
    private final Udp udp = host.udp;

    private static void refuses(Why why, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(UdpRefused.class, e -> {
            assertThat(e.why()).isEqualTo(why);
            assertThat(e).hasMessage(why.text()).hasNoCause();
        });
    }

    private boolean send(UdpEndpoint endpoint, IpAddress destination, int port, byte... bytes) {
        return udp.send(endpoint, destination, port, bytes, 0, bytes.length, host.now);
    }

    private static Packet from(String source, int sourcePort, int port) {
        String destination = source.contains(":") ? "fd00::1" : "10.0.0.1";
        return Packet.from(source, destination).udp(sourcePort, port, HELLO);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2,10.0.0.1", "fd00::2,fd00::1"})
    void datagramReachesTheEndpointOnItsPort(String source, String destination) {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        assertThat(endpoint.isReadable()).isFalse();
        assertThat(endpoint.receive()).isNull();
        assertThat(host.receive(Packet.from(source, destination).trafficClass(5).timeToLive(9).udp(1234, 7, HELLO)))
                .isEqualTo(DropReason.NONE);
        assertThat(endpoint.isReadable()).isTrue();
        UdpDatagram datagram = endpoint.receive();
        assertThat(datagram.source()).isEqualTo(IpAddress.parse(source));
        assertThat(datagram.sourcePort()).isEqualTo(1234);
        assertThat(datagram.destination()).isEqualTo(IpAddress.parse(destination));
        assertThat(datagram.trafficClass()).isEqualTo(5);
        assertThat(datagram.timeToLive()).isEqualTo(9);
        assertThat(datagram.bytes()).isEqualTo(HELLO);
        assertThat(endpoint.isReadable()).isFalse();
        assertThat(host.counters.count(Counter.UDP_RECEIVED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2,0", "10.0.0.2,1", "10.0.0.2,1472", "fd00::2,0", "fd00::2,3", "fd00::2,1452"})
    void sentDatagramLeavesWithTheFlush(String destination, int length) {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 4000);
        endpoint.useTrafficClass(0xb8);
        endpoint.useTimeToLive(3);
        byte[] bytes = new byte[length + 9];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 3);
        assertThat(udp.send(endpoint, IpAddress.parse(destination), 53, bytes, 4, length, host.now)).isTrue();
        assertThat(udp.isDue()).isTrue();
        assertThat(host.link.sent).isEmpty();
        byte[] packet = host.flush().getFirst();
        assertThat(Packet.verifies(packet)).isTrue();
        var s = MemorySegment.ofArray(packet);
        int header = packet.length - 8 - length;
        assertThat(UdpHeader.sourcePort(s, header)).isEqualTo(4000);
        assertThat(UdpHeader.destinationPort(s, header)).isEqualTo(53);
        assertThat(UdpHeader.length(s, header)).isEqualTo(8 + length);
        assertThat(UdpHeader.checksum(s, header)).isNotZero();
        assertThat(Arrays.copyOfRange(packet, header + 8, packet.length))
                .isEqualTo(Arrays.copyOfRange(bytes, 4, 4 + length));
        if (header == 20) {
            assertThat(Ipv4Header.tos(s, 0)).isEqualTo(0xb8);
            assertThat(Ipv4Header.timeToLive(s, 0)).isEqualTo(3);
            assertThat(Ipv4Header.source(s, 0)).isEqualTo(OURS.ipv4());
            assertThat(Ipv4Header.dontFragment(s, 0)).isFalse();
        }
        assertThat(udp.isDue()).isFalse();
        assertThat(host.counters.count(Counter.UDP_SENT)).isEqualTo(1);
    }

    @Test
    void largestDatagramsAreFragmentedAndLongerOnesRefused() {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 4000);
        assertThat(send(endpoint, PEER, 1, new byte[65507])).isTrue();
        assertThat(send(endpoint, PEER6, 1, new byte[65487])).isTrue();
        assertThat(host.flush()).hasSize(45 + 46);
        refuses(Why.TOO_LONG, () -> send(endpoint, PEER, 1, new byte[65508]));
        refuses(Why.TOO_LONG, () -> send(endpoint, PEER6, 1, new byte[65488]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.1", "fd00::1"})
    void weCanTalkToOurselves(String destination) {
        var server = udp.bind(IpAddress.ANY_IPV6, 7);
        var client = udp.bind(IpAddress.ANY_IPV6, 0);
        send(client, IpAddress.parse(destination), 7, HELLO);
        assertThat(host.flush()).isEmpty();
        host.loop();
        UdpDatagram datagram = server.receive();
        assertThat(datagram.bytes()).isEqualTo(HELLO);
        assertThat(datagram.source()).isEqualTo(IpAddress.parse(destination));
        send(server, datagram.source(), datagram.sourcePort(), HELLO);
        host.flush();
        host.loop();
        assertThat(client.receive().sourcePort()).isEqualTo(7);
    }

    @Test
    void boundAddressMustBeOurs() {
        refuses(Why.ADDRESS_NOT_AVAILABLE, () -> udp.bind(PEER, 7));
        refuses(Why.ADDRESS_NOT_AVAILABLE, () -> udp.bind(IpAddress.BROADCAST_IPV4, 7));
        assertThatThrownBy(() -> udp.bind(OURS, -1)).hasMessage("port must be 0..65535, not -1");
        assertThatThrownBy(() -> udp.bind(OURS, 65536)).hasMessage("port must be 0..65535, not 65536");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,0.0.0.0,false", "::,0.0.0.0,false", "0.0.0.0,::,false", "10.0.0.1,0.0.0.0,false",
            "::,10.0.0.1,false", "10.0.0.1,10.0.0.1,false", "fd00::1,0.0.0.0,true", "10.0.0.1,127.0.0.1,true",
            "10.0.0.1,fd00::1,true"})
    void portIsInUseWhereAddressesOverlap(String first, String second, boolean free) {
        udp.bind(IpAddress.parse(first), 7);
        if (free) udp.bind(IpAddress.parse(second), 7);
        else refuses(Why.ADDRESS_IN_USE, () -> udp.bind(IpAddress.parse(second), 7));
        udp.bind(IpAddress.parse(second), 8);
    }

    @Test
    void ephemeralPortsComeFromTheRangeInAnUnpredictableOrderUntilNoneIsFree() {
        var small = new Host(Host.config().withIp(ip -> ip.withEphemeralFirst(40000).withEphemeralLast(40049)));
        var ports = new HashSet<Integer>();
        int successors = 0;
        int last = 0;
        for (int i = 0; i < 50; i++) {
            int port = small.udp.bind(IpAddress.ANY_IPV4, 0).port();
            assertThat(port).isBetween(40000, 40049);
            assertThat(ports.add(port)).isTrue();
            if (port == last + 1) successors++;
            last = port;
        }
        assertThat(successors).isLessThan(20);
        refuses(Why.NO_FREE_PORT, () -> small.udp.bind(OURS, 0));
        assertThat(small.udp.bind(OURS6, 0).port()).isBetween(40000, 40049);
    }

    @Test
    void endpointBoundToAnAddressHearsOnlyThat() {
        var loopback = udp.bind(IpAddress.LOOPBACK_IPV4, 7);
        assertThat(host.receive(from("10.0.0.2", 1, 7))).isEqualTo(DropReason.UDP_PORT_CLOSED);
        var ours = udp.bind(OURS, 7);
        assertThat(host.receive(from("10.0.0.2", 1, 7))).isEqualTo(DropReason.NONE);
        assertThat(ours.isReadable()).isTrue();
        assertThat(loopback.isReadable()).isFalse();
    }

    @Test
    void wildcardOfIpv4DoesNotHearIpv6() {
        udp.bind(IpAddress.ANY_IPV4, 7);
        assertThat(host.receive(from("fd00::2", 1, 7))).isEqualTo(DropReason.UDP_PORT_CLOSED);
        assertThat(host.receive(from("10.0.0.2", 1, 7))).isEqualTo(DropReason.NONE);
    }

    @Test
    void broadcastReachesWildcardEndpoints() {
        var endpoint = udp.bind(IpAddress.ANY_IPV4, 7);
        assertThat(host.receive(Packet.from("10.0.0.2", "10.0.0.255").udp(1, 7, HELLO))).isEqualTo(DropReason.NONE);
        assertThat(endpoint.receive().destination()).isEqualTo(IpAddress.parse("10.0.0.255"));
    }

    @Test
    void connectedEndpointHearsOnlyItsPeer() {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        udp.connect(endpoint, PEER, 99);
        assertThat(endpoint.isConnected()).isTrue();
        assertThat(endpoint.local()).isEqualTo(OURS);
        assertThat(host.receive(from("10.0.0.2", 99, 7))).isEqualTo(DropReason.NONE);
        assertThat(host.receive(from("10.0.0.2", 98, 7))).isEqualTo(DropReason.UDP_PORT_CLOSED);
        assertThat(host.receive(from("10.0.0.3", 99, 7))).isEqualTo(DropReason.UDP_PORT_CLOSED);
        refuses(Why.INVALID_DESTINATION, () -> send(endpoint, OTHER, 99, HELLO));
        assertThat(send(endpoint, PEER, 99, HELLO)).isTrue();
        udp.disconnect(endpoint);
        assertThat(endpoint.isConnected()).isFalse();
        assertThat(endpoint.local()).isEqualTo(IpAddress.ANY_IPV6);
        assertThat(host.receive(from("10.0.0.3", 99, 7))).isEqualTo(DropReason.NONE);
        assertThat(send(endpoint, OTHER, 99, HELLO)).isTrue();
    }

    @Test
    void moreParticularEndpointIsPreferred() {
        var loopback = udp.bind(IpAddress.LOOPBACK_IPV4, 7);
        var ours = udp.bind(OURS, 7);
        udp.connect(loopback, IpAddress.LOOPBACK_IPV4, 5);
        host.receive(from("10.0.0.2", 5, 7));
        assertThat(ours.receive()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "10.0.0.255", "224.0.0.1", "ff02::1", "0.0.0.0", "::"})
    void onlyHostsAreDestinations(String destination) {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        var address = IpAddress.parse(destination);
        refuses(Why.INVALID_DESTINATION, () -> send(endpoint, address, 9, HELLO));
        refuses(Why.INVALID_DESTINATION, () -> udp.connect(endpoint, address, 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void destinationHasAPort(int port) {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        refuses(Why.INVALID_DESTINATION, () -> send(endpoint, PEER, port, HELLO));
    }

    @Test
    void sourceMustBeAbleToReachTheDestination() {
        refuses(Why.NO_ROUTE, () -> send(udp.bind(OURS, 0), PEER6, 9, HELLO));
        refuses(Why.NO_ROUTE, () -> send(udp.bind(IpAddress.ANY_IPV4, 0), PEER6, 9, HELLO));
        refuses(Why.NO_ROUTE, () -> send(udp.bind(IpAddress.LOOPBACK_IPV4, 0), PEER, 9, HELLO));
        var ipv4Only = new Host(Host.config().withAddresses("10.0.0.1/24"));
        refuses(Why.NO_ROUTE, () -> ipv4Only.udp.send(
                ipv4Only.udp.bind(IpAddress.ANY_IPV6, 0), PEER6, 9, HELLO, 0, 5, host.now));
    }

    @Test
    void headerThatCannotBeRightIsMalformed() {
        udp.bind(IpAddress.ANY_IPV6, 7);
        for (int length = 0; length < 8; length++) {
            var cut = Packet.from("10.0.0.2", "10.0.0.1").protocol(IpProtocol.UDP).payload(new byte[length]);
            assertThat(host.receive(cut)).isEqualTo(DropReason.BAD_UDP);
        }
        byte[] packet = from("10.0.0.2", 1, 7).bytes();
        packet[25] = 7;
        assertThat(host.receive(packet)).isEqualTo(DropReason.BAD_UDP);
        packet[25] = 14;
        assertThat(host.receive(packet)).isEqualTo(DropReason.BAD_UDP);
    }

    @Test
    void everyBitIsUnderTheChecksum() {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        byte[][] packets = {from("10.0.0.2", 1, 7).bytes(), from("fd00::2", 1, 7).bytes()};
        for (byte[] packet : packets) {
            int header = packet.length - 13;
            for (int bit = 0; bit < 8 * 13; bit++) {
                if (bit / 16 == 2) continue; // the length has its own reason
                byte[] damaged = packet.clone();
                damaged[header + bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(host.receive(damaged)).isEqualTo(DropReason.BAD_UDP_CHECKSUM);
            }
        }
        assertThat(endpoint.isReadable()).isFalse();
        assertThat(host.events.getLast()).isInstanceOfSatisfying(Event.Dropped.class, dropped ->
                assertThat(dropped.flow()).isEqualTo(new Flow(OURS6, 7, PEER6, 1)));
    }

    @Test
    void checksumMayBeLeftOutOverIpv4Only() {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        byte[] packet = from("10.0.0.2", 1, 7).bytes();
        packet[26] = packet[27] = 0;
        assertThat(host.receive(packet)).isEqualTo(DropReason.NONE);
        assertThat(endpoint.receive().bytes()).isEqualTo(HELLO);
        byte[] packet6 = from("fd00::2", 1, 7).bytes();
        packet6[46] = packet6[47] = 0;
        assertThat(host.receive(packet6)).isEqualTo(DropReason.BAD_UDP_CHECKSUM);
    }

    @Test
    void bytesBehindTheUdpLengthAreNotDelivered() {
        var endpoint = udp.bind(IpAddress.ANY_IPV6, 7);
        byte[] datagram = Arrays.copyOfRange(from("10.0.0.2", 1, 7).bytes(), 20, 33);
        host.receive(Packet.from("10.0.0.2", "10.0.0.1").protocol(IpProtocol.UDP).payload(Arrays.copyOf(datagram, 20)));
        assertThat(endpoint.receive().bytes()).isEqualTo(HELLO);
    }

    private static Host small() {
        return new Host(Host.config().withLimits(limits -> limits.withUdpQueueBytes(1024)));
    }

    @Test
    void receiveQueueIsBoundedEvenForEmptyDatagrams() {
        var small = small();
        var endpoint = small.udp.bind(IpAddress.ANY_IPV4, 7);
        int taken = 0;
        while (small.receive(Packet.from("10.0.0.2", "10.0.0.1").udp(1, 7)) == DropReason.NONE) taken++;
        assertThat(taken).isEqualTo(1024 / UdpEndpoint.OVERHEAD_BYTES);
        assertThat(small.counters.count(DropReason.UDP_QUEUE_FULL)).isEqualTo(1);
        assertThat(endpoint.receivedBytes()).isLessThanOrEqualTo(1024);
        endpoint.receive();
        assertThat(small.receive(Packet.from("10.0.0.2", "10.0.0.1").udp(1, 7))).isEqualTo(DropReason.NONE);
        while (endpoint.receive() != null) taken--;
        assertThat(taken).isZero();
        assertThat(endpoint.receivedBytes()).isZero();
    }

    @Test
    void oneDatagramAlwaysFindsRoom() {
        var small = small();
        var endpoint = small.udp.bind(IpAddress.ANY_IPV4, 7);
        var large = Packet.from("10.0.0.2", "10.0.0.1").udp(1, 7, new byte[1400]);
        assertThat(small.receive(large)).isEqualTo(DropReason.NONE);
        assertThat(small.receive(large)).isEqualTo(DropReason.UDP_QUEUE_FULL);
        assertThat(endpoint.receive().bytes()).hasSize(1400);
    }

    @Test
    void sendQueueIsBoundedAndWakesItsWriterWhenHalfIsFree() {
        var small = small();
        var endpoint = small.udp.bind(IpAddress.ANY_IPV4, 7);
        int taken = 0;
        while (small.udp.send(endpoint, PEER, 9, new byte[64], 0, 64, small.now)) taken++;
        assertThat(taken).isEqualTo(8);
        assertThat(endpoint.outgoingBytes()).isLessThanOrEqualTo(1024);
        assertThat(endpoint.isWritable()).isFalse();
        endpoint.writable().arrive("writer");
        small.link.room = 3;
        assertThat(small.udp.flush(small.now)).isFalse();
        assertThat(small.woken).isEmpty();
        small.link.room = 1;
        small.udp.flush(small.now);
        assertThat(small.woken).containsExactly("writer");
        assertThat(endpoint.isWritable()).isTrue();
        small.link.room = 100;
        assertThat(small.udp.flush(small.now)).isTrue();
        assertThat(small.link.sent).hasSize(8);
        assertThat(small.udp.send(endpoint, PEER, 9, new byte[2000], 0, 2000, small.now)).isTrue(); // alone
    }

    @Test
    void endpointsTakeTurnsInAFlush() {
        var first = udp.bind(OURS, 1);
        var second = udp.bind(OURS, 2);
        for (int i = 0; i < 3; i++) send(first, PEER, 9, HELLO);
        for (int i = 0; i < 3; i++) send(second, PEER, 9, HELLO);
        assertThat(host.flush()).extracting(p -> UdpHeader.sourcePort(MemorySegment.ofArray(p), 20))
                .containsExactly(1, 2, 1, 2, 1, 2);
    }

    @Test
    void readerIsWokenByADatagram() {
        var endpoint = udp.bind(OURS, 7);
        endpoint.readable().arrive("reader");
        host.receive(from("10.0.0.2", 1, 7));
        assertThat(host.woken).containsExactly("reader");
    }

    @Test
    void closeFreesThePortWakesWhoWaitsAndStillSendsWhatWasQueued() {
        var endpoint = udp.bind(OURS, 7);
        send(endpoint, PEER, 9, HELLO);
        host.receive(from("10.0.0.2", 1, 7));
        endpoint.readable().arrive("reader");
        endpoint.writable().arrive("writer");
        udp.close(endpoint);
        udp.close(endpoint);
        assertThat(endpoint.isClosed()).isTrue();
        assertThat(endpoint.isReadable()).isTrue();
        assertThat(endpoint.isWritable()).isTrue();
        assertThat(endpoint.receive()).isNull();
        assertThat(host.woken).containsExactly("reader", "writer");
        assertThat(host.flush()).hasSize(1);
        assertThat(host.receive(from("10.0.0.2", 1, 7))).isEqualTo(DropReason.UDP_PORT_CLOSED);
        refuses(Why.CLOSED, () -> send(endpoint, PEER, 9, HELLO));
        refuses(Why.CLOSED, () -> udp.connect(endpoint, PEER, 9));
        udp.bind(OURS, 7);
    }

    private Packet errorAbout(int type, int code, int mtu, int port, String destination, int destinationPort) {
        byte[] quote = Packet.from("10.0.0.1", destination).udp(port, destinationPort, HELLO).bytes();
        return Packet.from("10.0.0.254", "10.0.0.1").icmp(type, code, mtu, quote);
    }

    @Test
    void connectedEndpointHearsOfErrorsOnce() {
        var endpoint = udp.bind(IpAddress.ANY_IPV4, 7);
        udp.connect(endpoint, PEER, 9);
        endpoint.readable().arrive("reader");
        assertThat(host.receive(errorAbout(3, 3, 0, 7, "10.0.0.2", 9))).isEqualTo(DropReason.NONE);
        assertThat(host.woken).containsExactly("reader");
        assertThat(endpoint.isReadable()).isTrue();
        assertThat(endpoint.takeError()).isEqualTo(Meaning.PORT_UNREACHABLE);
        assertThat(endpoint.takeError()).isNull();
        assertThat(endpoint.isReadable()).isFalse();
    }

    @Test
    void errorAboutAnotherDestinationIsUnmatched() {
        var endpoint = udp.bind(IpAddress.ANY_IPV4, 7);
        udp.connect(endpoint, PEER, 9);
        assertThat(host.receive(errorAbout(3, 3, 0, 7, "10.0.0.2", 8))).isEqualTo(DropReason.ICMP_UNMATCHED);
        assertThat(host.receive(errorAbout(3, 3, 0, 7, "10.0.0.3", 9))).isEqualTo(DropReason.ICMP_UNMATCHED);
        assertThat(host.receive(errorAbout(3, 3, 0, 6, "10.0.0.2", 9))).isEqualTo(DropReason.ICMP_UNMATCHED);
        assertThat(endpoint.takeError()).isNull();
    }

    @Test
    void unconnectedEndpointIsNotToldWhomAnErrorIsAbout() {
        var endpoint = udp.bind(IpAddress.ANY_IPV4, 7);
        send(endpoint, PEER, 9, HELLO);
        assertThat(host.receive(errorAbout(3, 3, 0, 7, "10.0.0.2", 9))).isEqualTo(DropReason.NONE);
        assertThat(endpoint.takeError()).isNull();
        assertThat(endpoint.isReadable()).isFalse();
    }

    @Test
    void pathMtuIsLearnedOnlyForWhatWasSentThere() {
        var endpoint = udp.bind(IpAddress.ANY_IPV4, 7);
        assertThat(host.receive(errorAbout(3, 4, 1000, 7, "10.0.0.2", 9))).isEqualTo(DropReason.ICMP_UNMATCHED);
        assertThat(host.output.pathMtu(PEER, host.now)).isEqualTo(1500);
        send(endpoint, PEER, 9, HELLO);
        assertThat(host.receive(errorAbout(3, 4, 1000, 7, "10.0.0.2", 9))).isEqualTo(DropReason.NONE);
        assertThat(host.output.pathMtu(PEER, host.now)).isEqualTo(1000);
        assertThat(endpoint.takeError()).isNull();
        host.flush();
        send(endpoint, PEER, 9, new byte[1400]);
        assertThat(host.flush()).hasSize(2);
    }

    @Test
    void chosenPortsAreTheSameForTheSameSeed() {
        assertThat(new Host().udp.bind(OURS, 0).port()).isEqualTo(new Host().udp.bind(OURS, 0).port());
    }
}
