package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.link.BurstLoss;
import dev.weir.core.link.Impairment;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole conversations over bad roads: every byte arrives once and in order, both sides end, and nothing is kept. A
 * failing seed fails again: {@code bad(road, seed)} replays it.
 */
class TransferTest {
    private static final int SEEDS = 25; // per road and version of IP
    private static final int REQUEST_BYTES = 3000;
    private static final int RESPONSE_BYTES = 150_000;

    private static final Impairment ROAD = Impairment.NONE.withDelay(Duration.ofMillis(10)).withRate(20_000_000);

    enum Road {
        LOSS(ROAD.withLoss(0.05)),
        BURSTS(ROAD.withBurst(BurstLoss.of(0.01, 0.3))),
        REORDERING(ROAD.withReordering(0.1, Duration.ofMillis(15))),
        JITTER(ROAD.withJitter(Duration.ofMillis(9))),
        DUPLICATION(ROAD.withDuplication(0.1)),
        CORRUPTION(ROAD.withCorruption(0.03)),
        SHORT_QUEUE(ROAD.withRate(2_000_000).withQueue(10, 1 << 20)),
        EVERYTHING(ROAD.withLoss(0.03).withReordering(0.05, Duration.ofMillis(20)).withDuplication(0.03)
                .withCorruption(0.02).withJitter(Duration.ofMillis(5)).withQueue(20, 1 << 20));

        private final Impairment impairment;

        Road(Impairment impairment) {
            this.impairment = impairment;
        }
    }

    private static Stream<Arguments> roadsAndSeeds() {
        return Stream.of(Road.values()).flatMap(road ->
                LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(road, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("roadsAndSeeds")
    @Rfc({"EDGE-LIFECYCLE-5", "EDGE-HANDSHAKE-10"})
    void everyByteArrivesOnceAndInOrderOverABadRoad(Road road, long seed) {
        converse(TwoHosts.builder().seed(seed).ipv6(seed % 2 == 0).road(road.impairment));
    }

    @Test
    void aPerfectRoadNeedsNoTimeAndNoRetransmission() {
        var net = TwoHosts.builder().build();
        var requester = start(net);
        net.time().runUntil(requester::isComplete);
        assertThat(net.time().elapsed()).isZero();
        assertThat(requester.received()).isEqualTo(RESPONSE_BYTES);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void everyProfileWorks(StackConfig config) {
        for (long seed = 1; seed <= 5; seed++) {
            converse(TwoHosts.builder().seed(seed).config(config).road(ROAD.withLoss(0.03)));
        }
    }

    private static Stream<StackConfig> profiles() {
        return Stream.of(StackConfig.linux(), StackConfig.freebsd(), StackConfig.rfc());
    }

    @Test
    void smallMtusWork() {
        converse(TwoHosts.builder().mtu(68 + 20).road(ROAD));
        converse(TwoHosts.builder().mtu(576).road(ROAD.withLoss(0.02)));
        converse(TwoHosts.builder().mtu(1280).ipv6(true).road(ROAD.withLoss(0.02)));
    }

    /** A queue that overflows at the end of slow start loses a thousand segments of 16 bytes, every second one. */
    @Test
    @Rfc("5681#3.1")
    void thousandLossesAtOnceDoNotCostATimeOutEach() {
        var narrow = Impairment.NONE.withDelay(Duration.ofMillis(1)).withRate(10_000_000).withQueue(1000, 1 << 20);
        var net = TwoHosts.builder().mtu(68).road(narrow).build();
        var responses = new Payload(99);
        net.server().listen(80, () -> new Responder(1, responses, 1_000_000));
        var requester = new Requester(1, responses);
        net.client().connect(net.serverAddress(), 80, requester);
        net.time().runUntil(requester::isComplete);
        assertThat(requester.received()).isEqualTo(1_000_000);
        assertThat(net.time().elapsed()).isLessThan(Duration.ofSeconds(10)); // the wire alone takes 3.4 s
    }

    @Test
    void smallBuffersWork() {
        var small = StackConfig.linux()
                .withTcp(tcp -> tcp.withBuffers(tcp.buffers().withSendBytes(4096).withReceiveBytes(4096)));
        converse(TwoHosts.builder().config(small).road(ROAD.withLoss(0.02)));
    }

    private static Requester start(TwoHosts net) {
        var responses = new Payload(99);
        net.server().listen(80, () -> new Responder(REQUEST_BYTES, responses, RESPONSE_BYTES));
        var requester = new Requester(REQUEST_BYTES, responses);
        net.client().connect(net.serverAddress(), 80, requester);
        return requester;
    }

    private static void converse(TwoHosts.Builder builder) {
        var net = builder.build();
        var requester = start(net);
        net.run();
        assertThat(requester.received()).isEqualTo(RESPONSE_BYTES);
        assertThat(requester.isComplete()).isTrue();
        assertThat(requester.end()).isEqualTo(CloseReason.CLOSED);
        for (Host host : net.time().hosts()) {
            assertThat(host.stack().tcp().connections()).as("connections of %s", host).isEmpty();
            assertThat(host.stack().bufferBytesInUse()).as("buffer memory of %s", host).isZero();
        }
    }
}
