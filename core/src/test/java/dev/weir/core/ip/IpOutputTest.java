package dev.weir.core.ip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.link.Frame;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpOutputTest {
    private static final IpAddress PEER = IpAddress.parse("10.0.0.2");
    private static final IpAddress PEER6 = IpAddress.parse("fd00::2");
    private static final long NOW = 5_000_000_000L;

    private final RecordingLink link = new RecordingLink(1500);
    private final Counters counters = new Counters();
    private final StackConfig config = StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64")
            .withLimits(limits -> limits.withLoopbackBytes(1 << 17));
    private final Addresses addresses = new Addresses(config.addresses());
    private final IpOutput output = new IpOutput(link, addresses, config, counters, Arena.ofAuto(), 42);

    /** Sends a transport header of eight bytes 0x11 and {@code length} bytes of payload. */
    private boolean send(IpAddress destination, int length, boolean dontFragment) {
        var packet = output.begin();
        int ip = IpOutput.headerLength(destination);
        packet.header().asSlice(ip, 8).fill((byte) 0x11);
        packet.headers(ip, 8);
        output.appendCopy(payload(length));
        return output.send(
                addresses.sourceFor(destination), destination, Receiver.EXPERIMENT, 0xb9, 33, dontFragment, NOW);
    }

    private static byte[] payload(int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) payload[i] = (byte) (i * 31 + i / 256);
        return payload;
    }

    private MemorySegment last() {
        return MemorySegment.ofArray(link.sent.getLast());
    }

    @Test
    void ipv4HeaderSaysWhatWasAsked() {
        assertThat(send(PEER, 100, true)).isTrue();
        var s = last();
        assertThat(s.byteSize()).isEqualTo(128);
        assertThat(Ipv4Header.check(s, 0, 128).name()).isEqualTo("NONE");
        assertThat(Ipv4Header.totalLength(s, 0)).isEqualTo(128);
        assertThat(Ipv4Header.tos(s, 0)).isEqualTo(0xb9);
        assertThat(Ipv4Header.timeToLive(s, 0)).isEqualTo(33);
        assertThat(Ipv4Header.protocol(s, 0)).isEqualTo(Receiver.EXPERIMENT);
        assertThat(Ipv4Header.dontFragment(s, 0)).isTrue();
        assertThat(Ipv4Header.source(s, 0)).isEqualTo(IpAddress.parse("10.0.0.1").ipv4());
        assertThat(Ipv4Header.destination(s, 0)).isEqualTo(PEER.ipv4());
        assertThat(s.get(ValueLayout.JAVA_BYTE, 20)).isEqualTo((byte) 0x11);
        assertThat(s.asSlice(28).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(payload(100));
        assertThat(counters.count(Counter.PACKETS_SENT)).isEqualTo(1);
        assertThat(counters.count(Counter.BYTES_SENT)).isEqualTo(128);
        send(PEER, 100, false);
        assertThat(Ipv4Header.dontFragment(last(), 0)).isFalse();
    }

    @Test
    void ipv6HeaderSaysWhatWasAsked() {
        assertThat(send(PEER6, 100, true)).isTrue();
        var s = last();
        assertThat(Ipv6Header.check(s, 0, 148).name()).isEqualTo("NONE");
        assertThat(Ipv6Header.payloadLength(s, 0)).isEqualTo(108);
        assertThat(Ipv6Header.trafficClass(s, 0)).isEqualTo(0xb9);
        assertThat(Ipv6Header.hopLimit(s, 0)).isEqualTo(33);
        assertThat(Ipv6Header.nextHeader(s, 0)).isEqualTo(Receiver.EXPERIMENT);
        assertThat(Ipv6Header.sourceLow(s, 0)).isEqualTo(1);
        assertThat(Ipv6Header.destinationLow(s, 0)).isEqualTo(2);
    }

    @Rfc("EDGE-PARSING-5")
    @Test
    void identificationsOfAPairDoNotRepeatAndStartAnywhere() {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 2000; i++) {
            send(PEER, 1, true);
            assertThat(seen.add(Ipv4Header.identification(last(), 0))).isTrue();
        }
        send(IpAddress.parse("10.0.0.3"), 1, true);
        int other = Ipv4Header.identification(last(), 0);
        send(PEER, 1, true);
        assertThat(Ipv4Header.identification(last(), 0) - other & 0xffff).isNotEqualTo(1);
    }

    @Test
    void superPacketTakesOneIdentificationPerSegment() {
        link.capabilities = new LinkCapabilities(1500, 65535, true);
        send(PEER, 1, true);
        int before = Ipv4Header.identification(last(), 0);
        var packet = output.begin();
        packet.headers(20, 20);
        output.appendCopy(payload(4001));
        packet.segmentSize(1000);
        output.send(addresses.sourceFor(PEER), PEER, Receiver.EXPERIMENT, 0, 64, true, NOW);
        assertThat(link.sent.getLast()).hasSize(4041);
        assertThat(Ipv4Header.identification(last(), 0)).isEqualTo(before + 1 & 0xffff);
        send(PEER, 1, true);
        assertThat(Ipv4Header.identification(last(), 0)).isEqualTo(before + 6 & 0xffff);
    }

    @Test
    void flowLabelIsThatOfTheFlow() {
        var labels = new HashSet<Integer>();
        for (int port = 1; port <= 50; port++) {
            for (int copy = 0; copy < 2; copy++) {
                var packet = output.begin();
                packet.header().set(ValueLayout.JAVA_INT_UNALIGNED, 40, port);
                packet.headers(40, 8);
                output.send(addresses.sourceFor(PEER6), PEER6, IpProtocol.UDP, 0, 64, true, NOW);
                labels.add(Ipv6Header.flowLabel(last(), 0));
            }
        }
        assertThat(labels).hasSize(50);
    }

    @Test
    void sameSeedSameBytes() {
        var other = new RecordingLink(1500);
        var twin = new IpOutput(other, addresses, config, new Counters(), Arena.ofAuto(), 42);
        send(PEER, 9, true);
        var packet = twin.begin();
        packet.header().asSlice(20, 8).fill((byte) 0x11);
        packet.headers(20, 8);
        twin.appendCopy(payload(9));
        twin.send(addresses.sourceFor(PEER), PEER, Receiver.EXPERIMENT, 0xb9, 33, true, NOW);
        assertThat(other.sent.getLast()).isEqualTo(link.sent.getLast());
    }

    @Test
    void blockedLinkTakesNothingAndIsRemembered() {
        link.room = 0;
        assertThat(send(PEER, 9, true)).isFalse();
        assertThat(output.blocked()).isTrue();
        assertThat(counters.count(Counter.PACKETS_SENT)).isZero();
        link.room = 1;
        assertThat(send(PEER, 9, true)).isTrue();
        assertThat(output.blocked()).isFalse();
    }

    @Test
    void newFlushBeginsUnblocked() {
        link.room = 0;
        send(PEER, 9, true);
        assertThat(output.flush(NOW)).isTrue();
        assertThat(output.blocked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2,1500", "10.0.0.2,576", "10.0.0.2,68", "fd00::2,1500", "fd00::2,1280"})
    void largePacketIsFragmentedAndComesTogetherAgain(String destination, int mtu) {
        link.capabilities = LinkCapabilities.plain(mtu);
        var address = IpAddress.parse(destination);
        for (int length : new int[] {mtu - 27, mtu, 4000, 60000}) {
            link.sent.clear();
            assertThat(send(address, length, false)).isTrue();
            assertThat(link.sent).hasSizeGreaterThan(1).allSatisfy(f -> assertThat(f.length).isLessThanOrEqualTo(mtu));
            var peer = new Receiver(StackConfig.linux().withAddresses("10.0.0.2/24", "fd00::2/64"));
            for (byte[] fragment : link.sent) assertThat(peer.receive(fragment)).isEqualTo(DropReason.NONE);
            assertThat(peer.layer.payloads).hasSize(1);
            assertThat(peer.layer.trafficClass).isEqualTo(0xb9);
            byte[] whole = peer.layer.payloads.getFirst();
            assertThat(Arrays.copyOfRange(whole, 8, whole.length)).isEqualTo(payload(length));
        }
        assertThat(counters.count(Counter.FRAGMENTS_SENT)).isEqualTo(counters.count(Counter.PACKETS_SENT)).isPositive();
    }

    @Test
    void packetThatFitsExactlyIsNotFragmented() {
        send(PEER, 1472, false);
        assertThat(link.sent).hasSize(1);
        assertThat(Ipv4Header.isFragment(last(), 0)).isFalse();
    }

    @Test
    void linkThatBlocksHalfWayGetsTheRestOfTheFragmentsLaterAndNothingBetween() {
        link.room = 2;
        assertThat(send(PEER, 6000, false)).isTrue();
        assertThat(link.sent).hasSize(2);
        assertThat(send(PEER, 1, true)).isFalse();
        assertThat(output.blocked()).isTrue();
        link.room = 1;
        assertThat(send(PEER, 1, true)).isFalse(); // the fragments go first
        assertThat(link.sent.getLast()).hasSize(1500);
        link.room = 100;
        assertThat(output.flush(NOW)).isTrue();
        assertThat(link.sent).hasSize(5);
        var peer = new Receiver(StackConfig.linux().withAddresses("10.0.0.2/24"));
        for (byte[] fragment : link.sent) peer.receive(fragment);
        assertThat(peer.layer.payloads).hasSize(1);
        assertThat(send(PEER, 1, true)).isTrue();
    }

    @Test
    void linkThatBlocksAtTheFirstFragmentTakesNothing() {
        link.room = 0;
        assertThat(send(PEER, 6000, false)).isFalse();
        link.room = 100;
        assertThat(output.flush(NOW)).isTrue();
        assertThat(link.sent).isEmpty();
        assertThat(send(PEER, 6000, false)).isTrue();
        assertThat(link.sent).hasSize(5);
    }

    @Test
    void fragmentsFitTheLearnedPath() {
        output.learnPathMtu(PEER, 600, NOW);
        send(PEER, 1000, false);
        assertThat(link.sent).hasSize(2).allSatisfy(f -> assertThat(f.length).isLessThanOrEqualTo(600));
    }

    @Test
    void withDontFragmentTheSizeIsTheCallersDuty() {
        send(PEER, 3000, true);
        assertThat(link.sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "127.1.2.3", "::1", "fd00::1"})
    void packetsToOurselvesComeBackAsTheyAre(String destination) {
        var address = IpAddress.parse(destination);
        assertThat(output.capabilities(address)).isEqualTo(IpOutput.LOOPBACK);
        assertThat(output.pathMtu(address, NOW)).isEqualTo(65535);
        link.room = 0;
        send(address, 10, true);
        send(address, 60000, false);
        assertThat(output.blocked()).isFalse();
        var receiver = new Receiver();
        var frame = new Frame();
        int packets = 0;
        while (output.hasLooped()) {
            assertThat(output.receiveLooped(frame)).isTrue();
            receiver.input.receive(frame, true, NOW);
            packets++;
        }
        assertThat(output.receiveLooped(frame)).isFalse();
        assertThat(packets).isEqualTo(2);
        assertThat(receiver.counters.drops()).isEmpty();
        assertThat(receiver.layer.payloads).extracting(p -> p.length).containsExactly(18, 60008);
    }

    @Test
    void loopedPacketKeepsWhatTheFrameMustSay() {
        var packet = output.begin();
        packet.headers(20, 20);
        packet.checksumUnfinished();
        packet.segmentSize(10);
        output.appendCopy(payload(30));
        output.send(IpAddress.LOOPBACK_IPV4, IpAddress.LOOPBACK_IPV4, IpProtocol.TCP, 0, 64, true, NOW);
        var frame = new Frame();
        output.receiveLooped(frame);
        assertThat(frame.isChecksumUnfinished()).isTrue();
        assertThat(frame.segmentSize()).isEqualTo(10);
        send(IpAddress.LOOPBACK_IPV4, 30, true);
        output.receiveLooped(frame);
        assertThat(frame.isChecksumUnfinished()).isFalse();
        assertThat(frame.segmentSize()).isZero();
    }

    @Test
    void loopbackQueueIsBoundedAndTakesAgainWhenItIsRead() {
        int taken = 0;
        while (send(IpAddress.LOOPBACK_IPV4, 100, true)) taken++;
        assertThat(taken).isEqualTo((1 << 17) / 2048);
        assertThat(output.blocked()).isFalse();
        assertThat(send(PEER, 100, true)).isTrue();
        var frame = new Frame();
        output.receiveLooped(frame); // lent: still counts
        assertThat(send(IpAddress.LOOPBACK_IPV4, 100, true)).isFalse();
        output.receiveLooped(frame);
        assertThat(send(IpAddress.LOOPBACK_IPV4, 100, true)).isTrue();
        while (output.receiveLooped(frame)) taken--;
        assertThat(taken).isEqualTo(1);
        assertThat(List.of(send(IpAddress.LOOPBACK_IPV4, 60000, true), send(IpAddress.LOOPBACK_IPV4, 60000, true),
                send(IpAddress.LOOPBACK_IPV4, 60000, true))).containsExactly(true, true, false);
    }

    @Test
    void pathMtuIsTheLinksUnlessLess() {
        assertThat(output.pathMtu(PEER, NOW)).isEqualTo(1500);
        assertThat(output.learnPathMtu(PEER, 1400, NOW)).isEqualTo(1400);
        assertThat(output.pathMtu(PEER, NOW)).isEqualTo(1400);
        assertThat(output.pathMtu(IpAddress.parse("10.0.0.3"), NOW)).isEqualTo(1500);
        link.capabilities = LinkCapabilities.plain(1300);
        assertThat(output.pathMtu(PEER, NOW)).isEqualTo(1300);
    }
}
