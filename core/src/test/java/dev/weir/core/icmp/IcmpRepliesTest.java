package dev.weir.core.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.ip.Packet;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IcmpHeader.V4;
import dev.weir.wire.IcmpHeader.V6;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpRepliesTest {
    private static final int STRANGE = 99; // a protocol that nobody speaks

    private final Host host = new Host();

    private static Packet packet(int version) {
        return version == 4 ? Packet.from("10.0.0.2", "10.0.0.1") : Packet.from("fd00::2", "fd00::1");
    }

    private static int[] typeAndCode(byte[] packet) {
        int header = (packet[0] & 0xf0) == 0x40 ? 20 : 40;
        return new int[] {packet[header], packet[header + 1]};
    }

    private static byte[] quoteOf(byte[] packet) {
        int header = (packet[0] & 0xf0) == 0x40 ? 20 : 40;
        return Arrays.copyOfRange(packet, header + IcmpHeader.LENGTH, packet.length);
    }

    private static int restOf(byte[] packet) {
        return IcmpHeader.rest(MemorySegment.ofArray(packet), (packet[0] & 0xf0) == 0x40 ? 20 : 40);
    }

    private byte[] only(List<byte[]> sent) {
        assertThat(sent).hasSize(1);
        assertThat(Packet.verifies(sent.getFirst())).isTrue();
        return sent.getFirst();
    }

    @ParameterizedTest
    @CsvSource({"4,3,2,0", "6,4,1,6"})
    void unknownProtocolIsToldWithTheWholePacketQuoted(int version, int type, int code, int pointer) {
        byte[] strange = packet(version).protocol(STRANGE).payload(new byte[30]).bytes();
        assertThat(host.receive(strange)).isEqualTo(DropReason.UNKNOWN_PROTOCOL);
        byte[] error = only(host.flush());
        assertThat(typeAndCode(error)).containsExactly(type, code);
        assertThat(quoteOf(error)).isEqualTo(strange);
        assertThat(restOf(error)).isEqualTo(pointer);
        var s = MemorySegment.ofArray(error);
        if (version == 4) {
            assertThat(Ipv4Header.source(s, 0)).isEqualTo(0x0a000001);
            assertThat(Ipv4Header.destination(s, 0)).isEqualTo(0x0a000002);
        } else {
            assertThat(Ipv6Header.sourceLow(s, 0)).isEqualTo(1);
            assertThat(Ipv6Header.destinationLow(s, 0)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"4,3,3", "6,1,4"})
    void closedPortIsTold(int version, int type, int code) {
        assertThat(host.receive(packet(version).udp(5, 6, new byte[9]))).isEqualTo(DropReason.UDP_PORT_CLOSED);
        assertThat(typeAndCode(only(host.flush()))).containsExactly(type, code);
    }

    @ParameterizedTest
    @CsvSource({"4,576", "6,1280"})
    void asMuchIsQuotedAsFitsIntoAPacketThatEveryHostTakes(int version, int length) {
        byte[] strange = packet(version).protocol(STRANGE).payload(new byte[1400]).bytes();
        host.receive(strange);
        byte[] error = only(host.flush());
        assertThat(error).hasSize(length);
        assertThat(strange).startsWith(quoteOf(error));
    }

    @ParameterizedTest
    @CsvSource({"4,11,1", "6,3,1"})
    void reassemblyThatTimedOutIsToldWithTheFirstFragment(int version, int type, int code) {
        byte[] fragment = packet(version).protocol(STRANGE).fragment(7, 0, true).payload(new byte[64]).bytes();
        host.receive(fragment);
        host.now += 31_000_000_000L;
        host.input.expire(host.now);
        byte[] error = only(host.flush());
        assertThat(typeAndCode(error)).containsExactly(type, code);
        assertThat(quoteOf(error)).isEqualTo(fragment);
    }

    @Test
    void withoutTheFirstFragmentNothingIsTold() {
        host.receive(packet(4).protocol(STRANGE).fragment(7, 8, true).payload(new byte[64]));
        host.receive(packet(6).protocol(STRANGE).fragment(7, 8, true).payload(new byte[63])); // not a multiple of 8
        host.now += 31_000_000_000L;
        host.input.expire(host.now);
        assertThat(host.flush()).isEmpty();
    }

    @Test
    void malformedFirstFragmentIsTold() {
        host.receive(packet(6).protocol(STRANGE).fragment(7, 0, true).payload(new byte[63]));
        byte[] error = only(host.flush());
        assertThat(typeAndCode(error)).containsExactly(V6.PARAMETER_PROBLEM, V6.PARAMETER_BAD_HEADER_FIELD);
        assertThat(restOf(error)).isEqualTo(4);
    }

    @Test
    void routingHeaderIsTold() {
        host.receive(packet(6).extension(IpProtocol.IPV6_ROUTING, 0, 1, 0, 0, 0, 0));
        byte[] error = only(host.flush());
        assertThat(typeAndCode(error)).containsExactly(V6.PARAMETER_PROBLEM, V6.PARAMETER_BAD_HEADER_FIELD);
        assertThat(restOf(error)).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"fd00::1,0x9e,true", "fd00::1,0xde,true", "ff02::1,0x9e,true", "ff02::1,0xde,false",
            "fd00::1,0x5e,false"})
    void unknownOptionIsToldAsItAsks(String destination, int option, boolean told) {
        host.receive(Packet.from("fd00::2", destination)
                .extension(IpProtocol.IPV6_DESTINATION_OPTIONS, option, 4, 0, 0, 0, 0));
        var sent = host.flush();
        assertThat(sent).hasSize(told ? 1 : 0);
        if (!told) return;
        assertThat(typeAndCode(sent.getFirst())).containsExactly(V6.PARAMETER_PROBLEM, V6.PARAMETER_UNKNOWN_OPTION);
        assertThat(restOf(sent.getFirst())).isEqualTo(42);
        assertThat(Ipv6Header.sourceLow(MemorySegment.ofArray(sent.getFirst()), 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.255", "255.255.255.255", "224.0.0.1"})
    void nothingIsToldAboutWhatWasSentToEverybody(String destination) {
        host.receive(Packet.from("10.0.0.2", destination).protocol(STRANGE));
        host.receive(Packet.from("10.0.0.2", destination).udp(5, 6));
        host.receive(Packet.from("fd00::2", "ff02::1").protocol(STRANGE));
        host.receive(Packet.from("fd00::2", "ff02::1").udp(5, 6));
        assertThat(host.flush()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "224.0.0.1", "10.0.0.255", "127.0.0.1", "10.0.0.1"})
    void nothingIsToldToInvalidSources(String source) {
        host.receive(Packet.from(source, "10.0.0.1").protocol(STRANGE));
        assertThat(host.flush()).isEmpty();
    }

    @Test
    void nothingIsToldAboutErrorsThatNeverBecameWhole() {
        byte[] quote = Packet.from("10.0.0.1", "10.0.0.2").protocol(IpProtocol.TCP).payload(new byte[52]).bytes();
        byte[] error = Packet.from("10.0.0.2", "10.0.0.1").icmp(V4.TIME_EXCEEDED, 0, 0, quote).bytes();
        host.receive(packet(4).protocol(IpProtocol.ICMP).fragment(1, 0, true)
                .payload(Arrays.copyOfRange(error, 20, 60)));
        byte[] quote6 = Packet.from("fd00::1", "fd00::2").protocol(IpProtocol.TCP).payload(new byte[52]).bytes();
        byte[] error6 = Packet.from("fd00::2", "fd00::1").icmp(V6.TIME_EXCEEDED, 0, 0, quote6).bytes();
        host.receive(packet(6).protocol(IpProtocol.ICMPV6).fragment(1, 0, true)
                .payload(Arrays.copyOfRange(error6, 40, 80)));
        byte[] echo = Packet.from("10.0.0.2", "10.0.0.1").icmp(V4.ECHO_REQUEST, 0, 0, new byte[52]).bytes();
        host.now += 31_000_000_000L;
        host.input.expire(host.now);
        assertThat(host.counters.count(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(2);
        assertThat(host.flush()).isEmpty();
        host.receive(packet(4).protocol(IpProtocol.ICMP).fragment(1, 0, true)
                .payload(Arrays.copyOfRange(echo, 20, 60)));
        host.now += 31_000_000_000L;
        host.input.expire(host.now);
        assertThat(typeAndCode(only(host.flush()))).containsExactly(V4.TIME_EXCEEDED, 1);
    }

    @Test
    void errorsAreRationedAndBounded() {
        var rationed = new Host(Host.config().withIp(ip -> ip.withIcmpPerSecond(3)));
        for (int i = 0; i < 10; i++) rationed.receive(packet(4).protocol(STRANGE));
        assertThat(rationed.counters.count(DropReason.ICMP_RATE_LIMITED)).isEqualTo(7);
        assertThat(rationed.counters.count(DropReason.UNKNOWN_PROTOCOL)).isEqualTo(10);
        assertThat(rationed.flush()).hasSize(3);
        var few = new Host(Host.config().withLimits(limits -> limits.withReplies(1)));
        for (int i = 0; i < 10; i++) few.receive(packet(6).protocol(STRANGE));
        assertThat(few.counters.count(DropReason.QUEUE_FULL)).isEqualTo(9);
        assertThat(few.counters.count(Counter.REPLIES_LOST)).isEqualTo(9);
        assertThat(few.flush()).hasSize(1);
    }

    @Test
    void reassembledPacketIsQuotedAsAWhole() {
        host.receive(packet(4).protocol(STRANGE).fragment(1, 0, true).payload(new byte[16]));
        host.receive(packet(4).protocol(STRANGE).fragment(1, 16, false).payload(new byte[3]));
        byte[] error = only(host.flush());
        assertThat(typeAndCode(error)).containsExactly(3, 2);
        byte[] quote = quoteOf(error);
        assertThat(quote).hasSize(39);
        assertThat(Ipv4Header.isFragment(MemorySegment.ofArray(quote), 0)).isFalse();
        assertThat(Ipv4Header.totalLength(MemorySegment.ofArray(quote), 0)).isEqualTo(39);
        assertThat(Ipv4Header.verifiesChecksum(MemorySegment.ofArray(quote), 0)).isTrue();
    }
}
