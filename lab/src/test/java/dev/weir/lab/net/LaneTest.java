package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.CloseReason;
import dev.weir.core.link.BurstLoss;
import dev.weir.core.link.Impairment;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.queue.DropTail;
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
