package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.CloseReason;
import dev.weir.core.link.BurstLoss;
import dev.weir.core.link.Impairment;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.queue.DropTail;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.UdpHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaneTest {
    private static final int BYTES = 400_000;
    private static final Duration DELAY = Duration.ofMillis(10);

    static Stream<Arguments> impairments() {
        return Stream.of(
                Arguments.of(Cause.LOSS, Impairment.NONE.withLoss(0.05)),
                Arguments.of(Cause.BURST_LOSS, Impairment.NONE.withBurst(BurstLoss.of(0.02, 0.3))),
                Arguments.of(Cause.PATTERN_LOSS, Impairment.NONE.withLost("3,40-42")),
                Arguments.of(Cause.CORRUPTED, Impairment.NONE.withCorruption(0.03)),
                Arguments.of(Cause.DUPLICATED, Impairment.NONE.withDuplication(0.05)),
                Arguments.of(Cause.REORDERED, Impairment.NONE.withReordering(0.05, Duration.ofMillis(7))));
    }

    @ParameterizedTest
    @MethodSource("impairments")
    void whateverHappensOnTheWayEveryByteArrives(Cause cause, Impairment impairment) {
        var run = Run.of(net(impairment.withDelay(DELAY).withRate(50_000_000)).build(), false, BYTES);
        assertThat(run.received()).isEqualTo(BYTES);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        var statistics = run.net().link("client", "server").there().statistics();
        assertThat(statistics.counts().get(cause)).isPositive();
        assertThat(statistics.packets() - statistics.dropped() + statistics.counts().getOrDefault(Cause.DUPLICATED, 0L))
                .isEqualTo(statistics.delivered());
        assertThat(run.net().packets().inUse()).isLessThanOrEqualTo(2);
    }

    @Test
    void theRateIsWhatArrives() {
        var run = Run.of(net(Impairment.NONE.withRate(8_000_000).withDelay(DELAY)).build(), false, 2_000_000);
        var seconds = run.took().toNanos() / 1e9;
        var lane = run.net().link("client", "server").there().statistics();
        assertThat(lane.deliveredBytes() * 8 / seconds).isBetween(7_500_000.0, 8_000_000.0);
        assertThat(lane.utilization(run.took().toNanos())).isBetween(0.94, 1.0);
        assertThat(lane.queue().highest()).isPositive();
        assertThat(lane.occupancy()).hasSizeBetween(100, 1024);
    }

    @Test
    void aShortQueueDrops() {
        var net = Network.builder().host("client").host("server").link("client", "server",
                link -> link.rate(8_000_000).delay(DELAY).queue(DropTail.ofPackets(5))).build();
        var run = Run.of(net, false, BYTES);
        assertThat(run.received()).isEqualTo(BYTES);
        var lane = net.link("client", "server").there().statistics();
        assertThat(lane.counts().get(Cause.QUEUE_FULL)).isPositive();
        assertThat(lane.queue().highest()).isEqualTo(5 * 1500);
    }

    @Test
    void aCutLosesWhatIsOnTheWayAndTheConnectionSurvives() {
        var net = net(Impairment.NONE.withRate(8_000_000).withDelay(DELAY))
                .at(Duration.ofMillis(200), n -> n.link("client", "server").down())
                .at(Duration.ofMillis(900), n -> n.link("client", "server").up()).build();
        var run = Run.of(net, false, BYTES);
        assertThat(run.received()).isEqualTo(BYTES);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(net.link("client", "server").there().statistics().counts().get(Cause.LINK_DOWN)).isGreaterThan(3);
        assertThat(net.packets().inUse()).isLessThanOrEqualTo(2);
    }

    @Test
    void aPauseLosesNothing() {
        var net = net(Impairment.NONE.withRate(8_000_000).withDelay(DELAY))
                .at(Duration.ofMillis(100), n -> n.link("client", "server").pause())
                .at(Duration.ofMillis(250), n -> n.link("client", "server").resume()).build();
        var run = Run.of(net, false, BYTES);
        assertThat(run.received()).isEqualTo(BYTES);
        assertThat(net.link("client", "server").there().statistics().dropped()).isZero();
    }

    @Test
    void aPauseThatEndsWhileAPacketIsBeingSentDoesNotStopTheQueue() {
        var net = net(Impairment.NONE.withRate(80_000)).at(Duration.ofMillis(20), n -> n.link("client", "server").pause())
                .at(Duration.ofMillis(30), n -> n.link("client", "server").resume()).build();
        for (int i = 0; i < 3; i++) enter(net, 1000);
        net.run();
        assertThat(net.link("client", "server").there().statistics().delivered()).isEqualTo(3);
        assertThat(net.time().elapsed()).isLessThan(Duration.ofMillis(400)); // the ICMP error takes its time too
    }

    @Test
    void aPauseHoldsEvenAnUnlimitedLink() {
        var net = net(Impairment.NONE).build();
        net.link("client", "server").pause();
        for (int i = 0; i < 3; i++) enter(net, 1000);
        net.run();
        assertThat(net.link("client", "server").there().statistics().delivered()).isZero();
        net.link("client", "server").resume();
        net.run();
        assertThat(net.link("client", "server").there().statistics().delivered()).isEqualTo(3);
    }

    @Test
    void aLinkHoldsNoMorePacketsThanItMay() {
        var net = net(Impairment.NONE.withDelay(DELAY).withHeldPackets(4)).build();
        for (int i = 0; i < 6; i++) enter(net, 100);
        net.run();
        assertThat(net.link("client", "server").there().statistics().counts()).containsEntry(Cause.LINK_FULL, 2L);
        for (int i = 0; i < 4; i++) enter(net, 100);
        net.run();
        assertThat(net.link("client", "server").there().statistics().delivered()).isEqualTo(8);
    }

    @Test
    void whatCanBeMarkedIsMarkedInsteadOfLost() {
        var net = net(Impairment.NONE.withLoss(0.5).withLost("1").withEcn(true)).build();
        for (int i = 0; i < 100; i++) {
            enter(net, 100, 2);
        }
        for (int i = 0; i < 100; i++) enter(net, 100);
        net.run();
        var counts = net.link("client", "server").there().statistics().counts();
        assertThat(counts).containsEntry(Cause.PATTERN_LOSS, 1L);
        assertThat(counts.get(Cause.MARKED)).isBetween(30L, 70L);
        assertThat(counts.get(Cause.LOSS)).as("of those that cannot").isBetween(30L, 70L);
    }

    @Test
    void aLinkThatLiesAboutItsMtuIsABlackHole() {
        var net = net(Impairment.NONE.withMtu(600, false)).build();
        enter(net, 601);
        enter(net, 600);
        net.run();
        var statistics = net.link("client", "server").there().statistics();
        assertThat(statistics.counts()).containsEntry(Cause.TOO_LARGE_FOR_LINK, 1L);
        assertThat(statistics.delivered()).isEqualTo(1);
    }

    @Test
    void whatIsOnTheWayWhenALinkIsCutStaysLostAfterItIsMended() {
        var net = net(Impairment.NONE.withDelay(DELAY)).at(Duration.ofMillis(1), n -> n.link("client", "server").down())
                .at(Duration.ofMillis(2), n -> n.link("client", "server").up()).build();
        enter(net, 100);
        net.run();
        assertThat(net.link("client", "server").there().statistics().delivered()).isZero();
        assertThat(net.packets().inUse()).isZero();
    }

    /** A datagram that nobody waits for. */
    private static void enter(Network net, int length) {
        enter(net, length, 0);
    }

    private static void enter(Network net, int length, int ecn) {
        var packet = net.packets().take(length, net.time().now());
        Ipv4Header.write(packet.bytes(), 0, ecn, length, 0, true, 64, IpProtocol.UDP, net.address("client").ipv4(),
                net.address("server").ipv4());
        UdpHeader.write(packet.bytes(), Ipv4Header.MINIMUM_LENGTH, 1, 2, length - Ipv4Header.MINIMUM_LENGTH);
        net.link("client", "server").there().enter(packet, net.time().now());
    }

    @Test
    void theRateCanChange() {
        var net = net(Impairment.NONE.withRate(8_000_000).withDelay(DELAY))
                .at(Duration.ofMillis(200), n -> n.link("client", "server").change(rules -> rules.withRate(800_000)))
                .build();
        var run = Run.of(net, false, BYTES);
        assertThat(run.received()).isEqualTo(BYTES);
        assertThat(run.took()).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void aPartitionSeparatesSidesAndHeals() {
        var net = Network.builder().host("client").router("left").router("right").host("server").host("other")
                .link("client", "left").link("left", "right", link -> link.delay(DELAY)).link("right", "server")
                .link("other", "left")
                .at(Duration.ofMillis(50), n -> n.partition("client", "left", "other"))
                .at(Duration.ofSeconds(2), Network::heal).build();
        var run = Run.of(net, false, 10_000_000);
        assertThat(run.received()).isEqualTo(10_000_000);
        assertThat(run.took()).isGreaterThan(Duration.ofSeconds(2));
        assertThat(net.link("left", "right").there().statistics().counts().get(Cause.LINK_DOWN)).isPositive();
        assertThat(net.link("client", "left").there().statistics().dropped()).isZero();
    }

    @Test
    void directionsDiffer() {
        var net = Network.builder().host("client").host("server").link("client", "server", link -> link
                .there(rules -> rules.withDelay(Duration.ofMillis(30))).back(rules -> rules.withDelay(DELAY))).build();
        var run = Run.of(net, false, 0);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(net.link("server", "client").from("server").impairment().delay()).isEqualTo(DELAY);
        assertThat(net.link("server", "client").from("client").impairment().delay()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void aCaptureOfALinkSaysWhatHappened() {
        List<String> said = new ArrayList<>();
        var net = net(Impairment.NONE.withRate(8_000_000).withLost("5").withQueue(5, 1 << 20))
                .capture("client", "server", (outbound, at, bytes, offset, length, comments) -> said.addAll(comments))
                .build();
        Run.of(net, false, BYTES);
        assertThat(said).contains("loss by number: number 5", "waited 7.448 ms in the queue")
                .anyMatch(text -> text.startsWith("the queue was full: 5 packets"));
    }

    @Test
    void aCaptureOfAHostSaysWhy() {
        List<String> said = new ArrayList<>();
        var net = Network.builder().host("client", host -> host.capture(
                        (outbound, at, bytes, offset, length, comments) -> said.addAll(comments))).host("server")
                .link("client", "server", link -> link.delay(DELAY).both(rules -> rules.withLost("5"))).build();
        Run.of(net, false, BYTES);
        assertThat(said).anyMatch(text -> text.contains("first sent"));
    }

    private static NetworkBuilder net(Impairment impairment) {
        return Network.builder().host("client").host("server")
                .link("client", "server", link -> link.both(_ -> impairment));
    }
}
