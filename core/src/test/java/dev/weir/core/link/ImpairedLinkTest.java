package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.Observer;
import dev.weir.core.time.Deadline;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImpairedLinkTest {
    private static final long MILLISECOND = 1_000_000;

    private final Recorder recorder = new Recorder();
    private final MemoryLink.Pair pair = MemoryLink.pair(1500);

    private ImpairedLink egress(Impairment rules) {
        return new ImpairedLink(pair.a(), rules, Impairment.NONE, 1, recorder);
    }

    private ImpairedLink ingress(Impairment rules) {
        return new ImpairedLink(pair.a(), Impairment.NONE, rules, 1, recorder);
    }

    private static List<Integer> receiveAll(Link link, long now) {
        var numbers = new ArrayList<Integer>();
        for (byte[] bytes; (bytes = Packets.receive(link, now)) != null; ) numbers.add(Packets.number(bytes));
        return numbers;
    }

    @Test
    void aRoadThatDoesNothingPassesEveryPacketOnceAndAtOnce() {
        var link = egress(Impairment.NONE);
        var random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            var out = Packets.numbered(i, 40 + random.nextInt(1461));
            var in = Packets.numbered(-i, 40 + random.nextInt(1461));
            assertThat(link.send(out, i)).isTrue();
            assertThat(pair.b().send(in, i)).isTrue();
            assertThat(Packets.receive(pair.b(), i)).isEqualTo(Packets.bytes(out));
            assertThat(Packets.receive(link, i)).isEqualTo(Packets.bytes(in));
        }
        assertThat(Packets.receive(pair.b(), 1000)).isNull();
        assertThat(Packets.receive(link, 1000)).isNull();
        assertThat(recorder.lines).isEmpty();
        assertThat(link.nextDeadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-9")
    void superPacketsAreCutAndChecksumsFinishedBeforeAnythingIsImpaired() {
        var link = ingress(Impairment.NONE.withLost("2"));
        assertThat(link.capabilities()).isEqualTo(LinkCapabilities.plain(1500));
        var payload = new byte[10_000];
        new SplittableRandom(1).nextBytes(payload);
        var packet = Packets.unfinished(Packets.tcp(true, 0, TcpFlags.ACK, payload));
        packet.segmentSize(1000);
        pair.b().send(packet, 0);
        var carried = new ByteArrayOutputStream();
        for (byte[] bytes; (bytes = Packets.receive(link, 0)) != null; ) {
            Packets.expectIntact(bytes);
            carried.writeBytes(Packets.payload(bytes));
        }
        assertThat(carried.size()).isEqualTo(9000);
        assertThat(Arrays.copyOf(carried.toByteArray(), 1000)).isEqualTo(Arrays.copyOf(payload, 1000));
        assertThat(recorder.lines).containsExactly("in 2 dropped (pattern 2)");
    }

    @Test
    void thePacketsOfAPatternAreLostAndNoOthers() {
        var link = egress(Impairment.NONE.withLost("2,5-6"));
        for (int i = 1; i <= 8; i++) link.send(Packets.numbered(i, 100), i);
        assertThat(receiveAll(pair.b(), 9)).containsExactly(1, 3, 4, 7, 8);
        assertThat(recorder.lines).containsExactly("out 2 dropped (pattern 2,5-6)", "out 5 dropped (pattern 2,5-6)",
                "out 6 dropped (pattern 2,5-6)");
    }

    @Test
    void lossComesAsOftenAsItsProbabilitySays() {
        var link = egress(Impairment.NONE.withLoss(0.1));
        int lost = 20_000 - passed(link, 20_000).size();
        assertThat(lost).isBetween(1850, 2150);
        assertThat(recorder.lines).hasSize(lost).first().asString().endsWith("dropped (loss 10%)");
    }

    @Test
    @Rfc("3168#5")
    void whatCanBeMarkedIsMarkedInsteadOfLost() {
        var rules = Impairment.NONE.withLoss(0.5).withLost("1").withEcn(true);
        for (boolean ipv4 : new boolean[] {true, false}) {
            recorder.lines.clear();
            var link = egress(rules);
            for (int i = 1; i <= 100; i++) link.send(ecn(Packets.tcp(ipv4, i, TcpFlags.ACK, new byte[10]), 2), i);
            int marked = 0;
            int passed = 0;
            for (byte[] bytes; (bytes = Packets.receive(pair.b(), 200)) != null; passed++) {
                Packets.expectIntact(bytes);
                var packet = MemorySegment.ofArray(bytes);
                if ((ipv4 ? Ipv4Header.ecn(packet, 0) : Ipv6Header.ecn(packet, 0)) == 3) marked++;
            }
            assertThat(passed).as("only the one that is named is lost").isEqualTo(99);
            assertThat(marked).isBetween(30, 70);
            assertThat(recorder.lines).contains("out 1 dropped (pattern 1)").hasSize(marked + 1)
                    .last().asString().endsWith("marked (loss 50%)");
        }
        var link = egress(rules);
        assertThat(passed(link, 100)).as("not capable of it").hasSizeLessThan(70);
    }

    @Test
    @Rfc("3168#5")
    void aQueueMarksFromItsHalfOn() {
        var link = egress(Impairment.NONE.withRate(8_000_000).withQueue(4, 1 << 20).withEcn(true));
        for (int i = 1; i <= 6; i++) link.send(ecn(Packets.numbered(i, 1000), 1), 0); // one leaves, four wait
        assertThat(recorder.lines).containsExactly("out 4 marked (queue half full)", "out 5 marked (queue half full)",
                "out 6 dropped (queue full)");
    }

    private static OutgoingPacket ecn(OutgoingPacket packet, int value) {
        if (Ipv4Header.version(packet.header(), 0) == 4) Ipv4Header.writeEcn(packet.header(), 0, value);
        else Ipv6Header.writeEcn(packet.header(), 0, value);
        return packet;
    }

    @Test
    void burstsAreAsLongAndAsFarApartAsTheModelSays() {
        var link = egress(Impairment.NONE.withBurst(BurstLoss.of(0.01, 0.25)));
        var passed = new HashSet<>(passed(link, 50_000));
        int lost = 50_000 - passed.size();
        long bursts = IntStream.range(1, 50_000).filter(i -> !passed.contains(i) && passed.contains(i - 1)).count();
        assertThat(lost / (double) bursts).isBetween(3.5, 4.5); // 1/r
        assertThat(bursts).isBetween(400L, 560L); // n / (1/p + 1/r) = 481
        assertThat(recorder.lines.getFirst()).endsWith("dropped (burst loss)");
    }

    @Test
    void theSameSeedDoesTheSameWhateverTheTime() {
        var rules = Impairment.NONE.withLoss(0.1).withCorruption(0.1).withDuplication(0.1)
                .withReordering(0.1, Duration.ofMillis(3));
        assertThat(decisions(rules, 7, 1)).isEqualTo(decisions(rules, 7, 999)).isNotEmpty()
                .isNotEqualTo(decisions(rules, 8, 1));
    }

    @Test
    void oneImpairmentDoesNotChangeWhatAnotherDoes() {
        var alone = lost(decisions(Impairment.NONE.withLoss(0.1), 7, 1));
        var among = lost(decisions(Impairment.NONE.withLoss(0.1).withDuplication(0.5).withJitter(Duration.ofMillis(1))
                .withDelay(Duration.ofMillis(2)), 7, 1));
        assertThat(among).isEqualTo(alone).isNotEmpty();
    }

    private static List<String> lost(List<String> decisions) {
        return decisions.stream().filter(line -> line.contains("dropped")).toList();
    }

    private static List<String> decisions(Impairment rules, long seed, long step) {
        var recorder = new Recorder();
        var pair = MemoryLink.pair(1500);
        var link = new ImpairedLink(pair.a(), rules, Impairment.NONE, seed, recorder);
        for (int i = 0; i < 500; i++) {
            link.send(Packets.numbered(i, 100), i * step);
            Packets.receive(pair.b(), i * step);
            Packets.receive(pair.b(), i * step);
        }
        return recorder.lines;
    }

    private List<Integer> passed(ImpairedLink link, int packets) {
        var passed = new ArrayList<Integer>();
        var packet = Packets.numbered(0, 100);
        for (int i = 0; i < packets; i++) {
            TcpHeader.writeSequence(packet.header(), 20, i);
            link.send(packet, i);
            passed.addAll(receiveAll(pair.b(), i));
        }
        return passed;
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-5")
    void aDelayedPacketArrivesToTheNanosecondAsItWasThen() {
        var link = egress(Impairment.NONE.withDelay(Duration.ofMillis(40)));
        var packet = Packets.numbered(3, 1500);
        byte[] before = Packets.bytes(packet);
        link.send(packet, 100);
        packet.header().fill((byte) 9);
        packet.chunk(0).fill((byte) 9);
        long due = 100 + 40 * MILLISECOND;
        assertThat(link.nextDeadline()).isEqualTo(due);
        Packets.receive(link, due - 1);
        assertThat(Packets.receive(pair.b(), due - 1)).isNull();
        Packets.receive(link, due);
        assertThat(Packets.receive(pair.b(), due)).isEqualTo(before);
        assertThat(link.nextDeadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-5")
    void aPacketDelayedOnTheWayInIsNotOverwrittenByTheNext() {
        var link = ingress(Impairment.NONE.withDelay(Duration.ofMillis(5)).withDuplication(1));
        pair.b().send(Packets.numbered(1, 100), 0);
        pair.b().send(Packets.numbered(2, 200), 0);
        assertThat(receiveAll(link, 0)).isEmpty();
        assertThat(link.nextDeadline()).isEqualTo(5 * MILLISECOND);
        assertThat(receiveAll(link, 5 * MILLISECOND)).containsExactly(1, 1, 2, 2);
    }

    @Test
    void whatMovesOnWithoutASendRingsThePeer() {
        int[] rung = {0};
        pair.b().onArrival(() -> rung[0]++);
        var link = egress(Impairment.NONE.withDelay(Duration.ofMillis(1)));
        link.send(Packets.numbered(1, 100), 0);
        link.send(Packets.numbered(2, 100), 0);
        Packets.receive(link, MILLISECOND - 1);
        assertThat(rung[0]).isZero();
        Packets.receive(link, MILLISECOND);
        assertThat(rung[0]).isEqualTo(1);
    }

    @Test
    void jitterKeepsTheOrderAndItsBounds() {
        var link = egress(Impairment.NONE.withDelay(Duration.ofMillis(10)).withJitter(Duration.ofMillis(4)));
        long gap = 9 * MILLISECOND; // so far apart that no packet waits for the one before
        long earliest = Long.MAX_VALUE;
        long latest = 0;
        for (int i = 0; i < 500; i++) {
            link.send(Packets.numbered(i, 100), i * gap);
            while (link.nextDeadline() < (i + 1) * gap) {
                long due = link.nextDeadline();
                Packets.receive(link, due);
                int number = Packets.number(Packets.receive(pair.b(), due));
                earliest = Math.min(earliest, due - number * gap);
                latest = Math.max(latest, due - number * gap);
            }
        }
        assertThat(earliest).isBetween(6 * MILLISECOND, 6 * MILLISECOND + 200_000);
        assertThat(latest).isBetween(14 * MILLISECOND - 200_000, 14 * MILLISECOND);
        assertThat(recorder.lines.getFirst()).matches("out 1 delayed [0-9.]+ ms \\(delay 10 ms \\+/- 4 ms\\)");

        var dense = egress(Impairment.NONE.withDelay(Duration.ofMillis(10)).withJitter(Duration.ofMillis(10)));
        for (int i = 0; i < 500; i++) dense.send(Packets.numbered(i, 100), i);
        Packets.receive(dense, 30 * MILLISECOND);
        assertThat(receiveAll(pair.b(), 0)).contains(499).isSorted();
    }

    @Test
    void aReorderedPacketIsOvertakenByThoseBehindIt() {
        var link = egress(Impairment.NONE.withDelay(Duration.ofMillis(1)).withReordering(0.1, Duration.ofMillis(1)));
        for (int i = 1; i <= 100; i++) link.send(Packets.numbered(i, 100), i);
        Packets.receive(link, 10 * MILLISECOND);
        var numbers = receiveAll(pair.b(), 0);
        var late = recorder.lines.stream().map(line -> Integer.parseInt(line.split(" ")[1])).toList();
        assertThat(late).hasSizeBetween(2, 25);
        assertThat(recorder.lines.getFirst()).endsWith(" reordered (reordering 10%, 1 ms later)");
        var expected = new ArrayList<>(IntStream.rangeClosed(1, 100).boxed().filter(i -> !late.contains(i)).toList());
        expected.addAll(late);
        assertThat(numbers).isEqualTo(expected);
    }

    @Test
    void aDuplicateComesRightBehind() {
        var link = egress(Impairment.NONE.withDuplication(1));
        link.send(Packets.numbered(1, 100), 0);
        link.send(Packets.numbered(2, 100), 0);
        assertThat(receiveAll(pair.b(), 0)).containsExactly(1, 1, 2, 2);
        assertThat(recorder.lines)
                .containsExactly("out 1 duplicated (duplication 100%)", "out 2 duplicated (duplication 100%)");
    }

    @Test
    void corruptionInvertsOneBitBehindTheIpHeaderAndLeavesTheSourceAlone() {
        var link = egress(Impairment.NONE.withCorruption(1));
        var octets = new HashSet<Integer>();
        for (int i = 0; i < 500; i++) {
            boolean ipv4 = i % 2 == 0;
            var packet = Packets.tcp(ipv4, i, TcpFlags.ACK, new byte[i % 50]);
            byte[] before = Packets.bytes(packet);
            link.send(packet, i);
            byte[] after = Packets.receive(pair.b(), i);
            assertThat(Packets.bytes(packet)).isEqualTo(before);
            int bits = 0;
            for (int o = 0; o < before.length; o++) {
                int changed = (before[o] ^ after[o]) & 0xff;
                bits += Integer.bitCount(changed);
                if (changed == 0) continue;
                octets.add(o - (ipv4 ? 20 : 40));
                int bit = 8 * o + Integer.numberOfLeadingZeros(changed) - 24;
                assertThat(recorder.lines.getLast())
                        .isEqualTo("out " + (i + 1) + " corrupted bit " + bit + " (corruption 100%)");
            }
            assertThat(bits).isEqualTo(1);
            assertThat(Packets.transportVerifies(after)).isFalse();
        }
        assertThat(octets).allMatch(o -> o >= 0).hasSizeGreaterThan(40);
    }

    @Test
    void theRateIsExactAndComesBeforeTheDelay() {
        var link = egress(Impairment.NONE.withRate(12_000_000).withDelay(Duration.ofMillis(10)));
        for (int i = 0; i < 50; i++) link.send(Packets.numbered(i, 1500), 0);
        for (int i = 0; i < 50; i++) {
            long due = (11 + i) * MILLISECOND;
            assertThat(link.nextDeadline()).isEqualTo(due);
            Packets.receive(link, due);
            assertThat(receiveAll(pair.b(), due)).containsExactly(i);
        }
        assertThat(recorder.lines).isEmpty();
    }

    @Test
    void aFullQueueDropsWhatComesLast() {
        var link = egress(Impairment.NONE.withRate(12_000_000).withQueue(3, 1 << 20));
        for (int i = 1; i <= 6; i++) link.send(Packets.numbered(i, 1500), 0);
        Packets.receive(link, 10 * MILLISECOND);
        assertThat(receiveAll(pair.b(), 0)).containsExactly(1, 2, 3, 4);
        assertThat(recorder.lines).containsExactly("out 5 dropped (queue full)", "out 6 dropped (queue full)");
    }

    @Test
    void noMorePacketsAreHeldThanAllowed() {
        var link = egress(Impairment.NONE.withDelay(Duration.ofMillis(1)).withHeldPackets(2));
        for (int i = 1; i <= 3; i++) link.send(Packets.numbered(i, 100), 0);
        assertThat(recorder.lines).containsExactly("out 3 dropped (more than 2 packets on the way)");
        Packets.receive(link, MILLISECOND);
        link.send(Packets.numbered(4, 100), MILLISECOND);
        Packets.receive(link, 2 * MILLISECOND);
        assertThat(receiveAll(pair.b(), 0)).containsExactly(1, 2, 4);
    }

    @Test
    void anInnerLinkThatBlocksGetsThePacketsInOrderLater() {
        var narrow = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
        var link = new ImpairedLink(narrow.a(), Impairment.NONE, Impairment.NONE, 1, recorder);
        for (int i = 0; i < 100; i++) assertThat(link.send(Packets.numbered(i, 1500), 0)).isTrue();
        assertThat(link.nextDeadline()).as("the bell tells when").isEqualTo(Deadline.NEVER);
        var numbers = receiveAll(narrow.b(), 0);
        assertThat(numbers).hasSizeLessThan(100);
        while (numbers.size() < 100) {
            Packets.receive(link, 1);
            numbers.addAll(receiveAll(narrow.b(), 1));
        }
        assertThat(numbers).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aLargerPacketThanTheMtuIsLostInSilence() {
        var link = egress(Impairment.NONE.withMtu(1400, false));
        link.send(Packets.numbered(1, 1400), 0);
        link.send(Packets.numbered(2, 1401), 0);
        assertThat(receiveAll(pair.b(), 0)).containsExactly(1);
        assertThat(Packets.receive(link, 0)).isNull();
        assertThat(recorder.lines).containsExactly("out 2 dropped (mtu 1400)");
    }

    @Test
    void theSenderOfATooLargePacketIsToldByIcmp() {
        var link = egress(Impairment.NONE.withMtu(1280, true));
        var packet = Packets.numbered(2, 1500);
        link.send(packet, 0);
        byte[] error = Packets.receive(link, 0);
        var s = MemorySegment.ofArray(error);
        assertThat(Ipv4Header.check(s, 0, error.length)).isEqualTo(dev.weir.wire.Fault.NONE);
        assertThat(error).hasSize(576);
        assertThat(Ipv4Header.protocol(s, 0)).isEqualTo(IpProtocol.ICMP);
        assertThat(Ipv4Header.destination(s, 0)).isEqualTo(Ipv4Header.source(packet.header(), 0));
        assertThat(IcmpHeader.verifiesIpv4(s, 20, 556)).isTrue();
        assertThat(IcmpHeader.code(s, 20)).isEqualTo(IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED);
        assertThat(IcmpHeader.mtuIpv4(s, 20)).isEqualTo(1280);
        assertThat(Arrays.copyOfRange(error, 28, 576)).isEqualTo(Arrays.copyOf(Packets.bytes(packet), 548));
    }

    @Test
    void thePeerIsToldOfItsTooLargePacketsByIcmpv6() {
        var link = ingress(Impairment.NONE.withMtu(1400, true));
        pair.b().send(Packets.tcp(false, 1, TcpFlags.ACK, new byte[1440]), 0);
        assertThat(Packets.receive(link, 0)).isNull();
        Packets.receive(link, 0);
        byte[] error = Packets.receive(pair.b(), 0);
        var s = MemorySegment.ofArray(error);
        assertThat(error).hasSize(1280);
        assertThat(Ipv6Header.nextHeader(s, 0)).isEqualTo(IpProtocol.ICMPV6);
        assertThat(IcmpHeader.type(s, 40)).isEqualTo(IcmpHeader.V6.PACKET_TOO_BIG);
        assertThat(IcmpHeader.mtuIpv6(s, 40)).isEqualTo(1400);
        assertThat(Packets.transportVerifies(error)).isTrue();
    }

    @Test
    void incomingDecisionsAreReportedWithThePacketTheyWereMadeOf() {
        var link = ingress(Impairment.NONE.withDelay(Duration.ofMillis(1)).withCorruption(1));
        pair.b().send(Packets.numbered(1, 100), 0);
        pair.b().send(Packets.numbered(2, 100), 0);
        Packets.receive(link, 0);
        assertThat(recorder.lines).isEmpty();
        Packets.receive(link, MILLISECOND);
        assertThat(recorder.lines).hasSize(1).first().asString().startsWith("in 1 corrupted");
        Packets.receive(link, MILLISECOND);
        assertThat(recorder.lines).hasSize(2).last().asString().startsWith("in 2 corrupted");
    }

    @Test
    void aClosedLinkTakesAndLosesAndIsEmpty() {
        var link = new ImpairedLink(pair.a(), Impairment.NONE, Impairment.NONE, 1, Observer.NONE);
        pair.b().send(Packets.numbered(1, 100), 0);
        link.close();
        link.close();
        assertThat(link.send(Packets.numbered(1, 100), 0)).isTrue();
        assertThat(Packets.receive(link, 0)).isNull();
        assertThat(Packets.receive(pair.b(), 0)).isNull();
        assertThat(link.nextDeadline()).isEqualTo(Deadline.NEVER);
    }
}
