package dev.weir.core.ip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.time.Deadline;
import dev.weir.wire.IpProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTest {
    private static final long SECOND = 1_000_000_000;

    private final Receiver receiver = new Receiver();

    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (i * 7 + i / 256);
        return bytes;
    }

    private static Packet packet(int version) {
        return version == 4 ? Packet.from("10.0.0.2", "10.0.0.1") : Packet.from("fd00::2", "fd00::1");
    }

    private static byte[] fragment(int version, int id, byte[] text, int from, int to) {
        return packet(version).fragment(id, from, to < text.length).payload(Arrays.copyOfRange(text, from, to)).bytes();
    }

    private static List<byte[]> cut(int version, int id, byte[] text, int size) {
        var result = new ArrayList<byte[]>();
        for (int from = 0; from < text.length; from += size) {
            result.add(fragment(version, id, text, from, Math.min(text.length, from + size)));
        }
        return result;
    }

    private static void permutations(List<byte[]> items, int fixed, List<List<byte[]>> result) {
        if (fixed == items.size()) result.add(List.copyOf(items));
        for (int i = fixed; i < items.size(); i++) {
            Collections.swap(items, fixed, i);
            permutations(items, fixed + 1, result);
            Collections.swap(items, fixed, i);
        }
    }

    @Rfc("EDGE-LIFECYCLE-5")
    @Test
    void fragmentsOutliveTheFrameThatBroughtThem() {
        byte[] frame = fragment(4, 1, text(16), 0, 8);
        receiver.receive(frame);
        Arrays.fill(frame, (byte) 0xee); // what the next read of a device does
        receiver.receive(fragment(4, 1, text(16), 8, 16));
        assertThat(receiver.layer.payloads).containsExactly(text(16));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void fragmentsMakeThePacketInAnyOrder(int version) {
        byte[] text = text(37);
        var orders = new ArrayList<List<byte[]>>();
        permutations(cut(version, 7, text, 8), 0, orders);
        assertThat(orders).hasSize(120);
        for (var order : orders) {
            for (byte[] fragment : order) assertThat(receiver.receive(fragment)).isEqualTo(DropReason.NONE);
        }
        assertThat(receiver.layer.payloads).hasSize(120).allSatisfy(whole -> assertThat(whole).isEqualTo(text));
        assertThat(receiver.counters.count(Counter.FRAGMENTS_REASSEMBLED)).isEqualTo(120);
        assertThat(receiver.input.nextDeadline()).isEqualTo(Deadline.NEVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void anySizesAndAnyOrderWithCopiesAndOtherPacketsBetween(int version) {
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            var wanted = new ArrayList<byte[]>();
            var fragments = new ArrayList<byte[]>();
            for (int id = 0; id < 5; id++) {
                byte[] text = text(9 + random.nextInt(4000));
                wanted.add(text);
                fragments.addAll(cut(version, id, text, 8 * (1 + random.nextInt((text.length - 1) / 8))));
            }
            Collections.shuffle(fragments, random);
            for (byte[] fragment : fragments) {
                assertThat(receiver.receive(fragment)).isEqualTo(DropReason.NONE);
                // an exact copy is harmless; one of a packet just completed begins another that will never be whole
                if (random.nextInt(10) == 0) receiver.receive(fragment);
            }
            assertThat(receiver.layer.payloads).containsExactlyInAnyOrderElementsOf(wanted);
            receiver.layer.payloads.clear();
            receiver.now += 60 * SECOND;
            receiver.input.expire(receiver.now);
            assertThat(receiver.input.heldFragmentBytes()).isZero();
        }
        assertThat(receiver.counters.count(DropReason.FRAGMENT_OVERLAP)).isZero();
    }

    @Test
    void largestPacketIsReassembled() {
        byte[] text = text(65515);
        for (byte[] fragment : cut(4, 1, text, 1480)) receiver.receive(fragment);
        byte[] text6 = text(65495);
        for (byte[] fragment : cut(6, 1, text6, 1232)) receiver.receive(fragment);
        assertThat(receiver.layer.payloads).containsExactly(text, text6);
        assertThat(receiver.counters.drops()).isEmpty();
    }

    @Test
    void packetThatWouldBeLongerThan65535IsMalformed() {
        byte[] text = text(65520); // with its header 65,540
        DropReason last = null;
        for (byte[] fragment : cut(4, 1, text, 1456)) last = receiver.receive(fragment);
        assertThat(last).isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.receive(packet(4).fragment(2, 65528, false).payload(text(9))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.receive(packet(6).fragment(2, 65528, false).payload(text(9))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        for (byte[] fragment : cut(6, 1, text, 1456)) last = receiver.receive(fragment);
        assertThat(last).isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.input.heldFragmentBytes()).isZero();
    }

    @Rfc("EDGE-PARSING-4")
    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void allButTheLastCarryMultiplesOfEightAndAllCarrySomething(int version) {
        assertThat(receiver.receive(packet(version).fragment(1, 0, true).payload(text(9))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.receive(packet(version).fragment(1, 8, false))).isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.receive(packet(version).fragment(1, 8, true))).isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.input.nextDeadline()).isEqualTo(Deadline.NEVER);
        if (version == 6) { // RFC 8200 4.5: at the payload length
            assertThat(receiver.reports).contains(
                    new Receiver.Report(IcmpReporter.Problem.BAD_HEADER_FIELD, 4, 40 + 8 + 9));
        }
    }

    @ParameterizedTest
    @CsvSource({"4,0,16", "4,8,24", "4,24,40", "6,24,40", "4,4080,4096", "6,0,16", "6,8,24", "6,16,24", "6,0,64"})
    void overlapDropsTheWholePacketAndWhatStillComesOfIt(int version, int from, int to) {
        byte[] text = text(64);
        receiver.receive(fragment(version, 1, text, 8, 16));
        receiver.receive(fragment(version, 1, text, 16, 32));
        boolean overlaps = from < 32;
        assertThat(receiver.receive(packet(version).fragment(1, from, true).payload(text(to - from))))
                .isEqualTo(overlaps ? DropReason.FRAGMENT_OVERLAP : DropReason.NONE);
        if (!overlaps) return;
        assertThat(receiver.input.heldFragmentBytes()).isZero();
        for (byte[] fragment : cut(version, 1, text, 8)) {
            assertThat(receiver.receive(fragment)).isEqualTo(DropReason.FRAGMENT_OVERLAP);
        }
        assertThat(receiver.layer.payloads).isEmpty();
        receiver.now += 30 * SECOND;
        receiver.input.expire(receiver.now);
        assertThat(receiver.counters.count(DropReason.FRAGMENT_TIMEOUT)).isZero();
        for (byte[] fragment : cut(version, 1, text, 8)) receiver.receive(fragment);
        assertThat(receiver.layer.payloads).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void exactCopyIsIgnoredButOneWithOtherBytesIsAnOverlap(int version) {
        byte[] text = text(24);
        receiver.receive(fragment(version, 1, text, 0, 8));
        assertThat(receiver.receive(fragment(version, 1, text, 0, 8))).isEqualTo(DropReason.DUPLICATE_DATA);
        assertThat(receiver.receive(packet(version).fragment(1, 0, true).payload(new byte[8])))
                .isEqualTo(DropReason.FRAGMENT_OVERLAP);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void fragmentsThatContradictTheEndSpoilThePacket(int version) {
        byte[] text = text(32);
        receiver.receive(fragment(version, 1, text, 24, 32));
        assertThat(receiver.receive(packet(version).fragment(1, 32, true).payload(text(8))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        receiver.receive(fragment(version, 2, text, 24, 32));
        assertThat(receiver.receive(packet(version).fragment(2, 8, false).payload(text(8))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        receiver.receive(packet(version).fragment(3, 24, true).payload(text(8)).bytes());
        assertThat(receiver.receive(packet(version).fragment(3, 8, false).payload(text(8))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        receiver.receive(fragment(version, 4, text, 24, 32));
        assertThat(receiver.receive(packet(version).fragment(4, 24, true).payload(Arrays.copyOfRange(text, 24, 32))))
                .isNotEqualTo(DropReason.NONE).isNotEqualTo(DropReason.DUPLICATE_DATA);
    }

    @Test
    void packetsAreToldApartByAllThatIdentifiesThem() {
        byte[] text = text(16);
        receiver.receive(Packet.from("10.0.0.2", "10.0.0.1").fragment(1, 0, true).payload(text(8)));
        byte[] rest = Arrays.copyOfRange(text, 8, 16);
        receiver.receive(Packet.from("10.0.0.2", "10.0.0.1").fragment(2, 8, false).payload(rest));
        receiver.receive(Packet.from("10.0.0.3", "10.0.0.1").fragment(1, 8, false).payload(rest));
        receiver.receive(packet(4).protocol(IpProtocol.UDP).fragment(1, 8, false).payload(rest));
        receiver.receive(Packet.from("10.0.0.2", "224.0.0.1").fragment(1, 8, false).payload(rest));
        assertThat(receiver.layer.payloads).isEmpty();
        receiver.receive(Packet.from("10.0.0.2", "10.0.0.1").fragment(1, 8, false).payload(rest));
        assertThat(receiver.layer.payloads).containsExactly(text);
    }

    @Test
    void ipv6FragmentsMayNameDifferentProtocols() { // RFC 8200 4.5: only that of the first counts
        byte[] text = text(16);
        receiver.receive(packet(6).protocol(99).fragment(1, 8, false).payload(Arrays.copyOfRange(text, 8, 16)));
        receiver.receive(packet(6).fragment(1, 0, true).payload(text(8)));
        assertThat(receiver.layer.payloads).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void incompletePacketTimesOutAndItsSenderHearsOfItIfTheFirstFragmentCame(int version) {
        byte[] text = text(64);
        receiver.receive(fragment(version, 1, text, 0, 16));
        long began = receiver.now;
        receiver.now += 5 * SECOND;
        receiver.receive(fragment(version, 1, text, 16, 24)); // does not prolong it
        receiver.receive(fragment(version, 2, text, 16, 24));
        assertThat(receiver.input.nextDeadline()).isEqualTo(began + 30 * SECOND);
        receiver.input.expire(began + 30 * SECOND - 1);
        assertThat(receiver.counters.count(DropReason.FRAGMENT_TIMEOUT)).isZero();
        receiver.input.expire(began + 30 * SECOND);
        assertThat(receiver.counters.count(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(1);
        int header = version == 4 ? 20 : 48;
        assertThat(receiver.reports).containsExactly(
                new Receiver.Report(IcmpReporter.Problem.REASSEMBLY_TIMED_OUT, 0, header + 16));
        receiver.input.expire(began + 36 * SECOND);
        assertThat(receiver.counters.count(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(2);
        assertThat(receiver.reports).hasSize(1);
        assertThat(receiver.input.nextDeadline()).isEqualTo(Deadline.NEVER);
        assertThat(receiver.input.heldFragmentBytes()).isZero();
    }

    @Test
    void timeOutIsConfigured() {
        var quick = new Receiver(Receiver.config().withIp(ip -> ip.withFragmentTimeout(Duration.ofSeconds(2))));
        quick.receive(fragment(4, 1, text(16), 0, 8));
        assertThat(quick.input.nextDeadline()).isEqualTo(quick.now + 2 * SECOND);
    }

    private static StackConfig limited(int packets, int bytes) {
        return Receiver.config().withLimits(l -> l.withFragmentedPackets(packets).withFragmentBytes(bytes));
    }

    @Test
    void beyondTheLimitOfPacketsTheOldestGoes() {
        var limited = new Receiver(limited(2, 1 << 20));
        byte[] text = text(16);
        limited.receive(fragment(4, 1, text, 0, 8));
        limited.receive(fragment(4, 2, text, 0, 8));
        assertThat(limited.receive(fragment(4, 3, text, 0, 8))).isEqualTo(DropReason.FRAGMENT_LIMIT);
        limited.receive(fragment(4, 2, text, 8, 16));
        limited.receive(fragment(4, 3, text, 8, 16));
        assertThat(limited.layer.payloads).containsExactly(text, text);
        limited.receive(fragment(4, 1, text, 8, 16));
        assertThat(limited.layer.payloads).hasSize(2);
        assertThat(limited.counters.count(DropReason.FRAGMENT_LIMIT)).isEqualTo(1);
    }

    @Test
    void spoiltPacketIsCountedOnceThoughItIsEvictedLater() {
        var limited = new Receiver(limited(1, 1 << 20));
        limited.receive(fragment(4, 1, text(16), 0, 8));
        assertThat(limited.receive(packet(4).fragment(1, 0, true).payload(new byte[16])))
                .isEqualTo(DropReason.FRAGMENT_OVERLAP);
        assertThat(limited.receive(fragment(4, 2, text(16), 0, 8))).isEqualTo(DropReason.NONE);
        assertThat(limited.counters.count(DropReason.FRAGMENT_LIMIT)).isZero();
    }

    @Test
    void beyondTheLimitOfBytesTheOldestGoes() {
        var limited = new Receiver(limited(100, 3000));
        byte[] text = text(2000);
        limited.receive(fragment(4, 1, text, 0, 1000));
        limited.receive(fragment(4, 2, text, 0, 1000));
        assertThat(limited.receive(fragment(4, 3, text, 0, 1000))).isEqualTo(DropReason.FRAGMENT_LIMIT);
        limited.receive(fragment(4, 2, text, 1000, 2000));
        assertThat(limited.layer.payloads).containsExactly(text);
        limited.receive(fragment(4, 1, text, 1000, 2000));
        assertThat(limited.layer.payloads).hasSize(1);
    }

    @Test
    void packetThatAloneExceedsTheLimitOfBytesIsGivenUp() {
        var limited = new Receiver(limited(100, 1500));
        byte[] text = text(3000);
        assertThat(limited.receive(fragment(4, 1, text, 0, 1000))).isEqualTo(DropReason.NONE);
        assertThat(limited.receive(fragment(4, 1, text, 1000, 2000))).isEqualTo(DropReason.FRAGMENT_LIMIT);
        assertThat(limited.receive(fragment(4, 1, text, 2000, 3000))).isEqualTo(DropReason.FRAGMENT_LIMIT);
        assertThat(limited.input.heldFragmentBytes()).isZero();
    }

    @Test
    void withoutRoomForAnyPacketFragmentsAreRefused() {
        var none = new Receiver(limited(0, 1 << 20));
        assertThat(none.receive(fragment(4, 1, text(16), 0, 8))).isEqualTo(DropReason.FRAGMENT_LIMIT);
        assertThat(none.receive(fragment(6, 1, text(16), 0, 8))).isEqualTo(DropReason.FRAGMENT_LIMIT);
    }

    @Test
    void tinyFragmentsCountMoreThanTheirBytes() {
        var limited = new Receiver(limited(100, 10_000));
        byte[] text = text(1000);
        var reasons = new ArrayList<DropReason>();
        for (byte[] fragment : cut(4, 1, text, 8)) reasons.add(limited.receive(fragment));
        assertThat(reasons).contains(DropReason.FRAGMENT_LIMIT);
        assertThat(limited.layer.payloads).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4,2,3,3", "4,2,2,2", "4,1,2,1", "6,2,3,3", "6,3,2,3", "4,0,0,0"})
    void congestionMarkOnOneFragmentMarksThePacket(int version, int first, int second, int whole) {
        byte[] text = text(16);
        receiver.receive(packet(version).trafficClass(first).fragment(1, 0, true).payload(text(8)));
        receiver.receive(packet(version).trafficClass(second).fragment(1, 8, false)
                .payload(Arrays.copyOfRange(text, 8, 16)));
        assertThat(receiver.layer.payloads).containsExactly(text);
        assertThat(receiver.layer.trafficClass).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void congestionMarkBesideAFragmentThatKnowsNoEcnIsDropped(int version) { // RFC 3168 5.3
        receiver.receive(packet(version).trafficClass(3).fragment(1, 0, true).payload(text(8)));
        assertThat(receiver.receive(packet(version).trafficClass(0).fragment(1, 8, false).payload(text(8))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
        assertThat(receiver.layer.payloads).isEmpty();
    }

    @Test
    void optionsOfTheFirstFragmentAndExtensionHeadersOnBothSidesArePassedOver() {
        byte[] text = text(16);
        receiver.receive(packet(4).options(1, 1, 1, 0).fragment(1, 0, true).payload(text(8)));
        receiver.receive(packet(4).fragment(1, 8, false).payload(Arrays.copyOfRange(text, 8, 16)));
        assertThat(receiver.layer.payloads).containsExactly(text);

        byte[] inner = {(byte) Receiver.EXPERIMENT, 0, 1, 4, 0, 0, 0, 0}; // destination options, then the payload
        receiver.receive(packet(6).extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0)
                .protocol(IpProtocol.IPV6_DESTINATION_OPTIONS).fragment(1, 0, true).payload(inner));
        receiver.receive(packet(6).extension(IpProtocol.HOP_BY_HOP, 1, 4, 0, 0, 0, 0)
                .fragment(1, 8, false).payload(text));
        assertThat(receiver.layer.payloads).containsExactly(text, text);
    }

    @Test
    void fragmentsOfFragmentsAreMalformed() {
        byte[] inner = {(byte) Receiver.EXPERIMENT, 0, 0, 1, 0, 0, 0, 9}; // a fragment header, more to come
        receiver.receive(packet(6).protocol(IpProtocol.IPV6_FRAGMENT).fragment(1, 0, true).payload(inner));
        assertThat(receiver.receive(packet(6).fragment(1, 8, false).payload(text(8))))
                .isEqualTo(DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void extensionHeaderThatComesToLightIsJudged() {
        byte[] inner = {(byte) Receiver.EXPERIMENT, 0, 0, 1, 0, 0, 0, 0}; // routing, a segment left
        receiver.receive(packet(6).protocol(IpProtocol.IPV6_ROUTING).fragment(1, 0, true).payload(inner));
        assertThat(receiver.receive(packet(6).fragment(1, 8, false).payload(text(8))))
                .isEqualTo(DropReason.ROUTING_HEADER);
    }

    @Test
    void atomicFragmentIsNoFragment() {
        receiver.receive(packet(6).fragment(1, 0, false).payload(text(8)));
        assertThat(receiver.layer.payloads).containsExactly(text(8));
        assertThat(receiver.counters.count(Counter.FRAGMENTS_REASSEMBLED)).isZero();
    }
}
