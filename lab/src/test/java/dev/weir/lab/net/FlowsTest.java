package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.SendLimit;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.actor.SlowReader;
import dev.weir.lab.measure.Fairness;
import dev.weir.lab.measure.FlowStatistics;
import dev.weir.lab.queue.FqCodel;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FlowsTest {
    private static final Payload PAYLOAD = new Payload(9);
    private static final int BYTES = 1_000_000;

    @Test
    void bothEndsOfAFlowAreMeasured() {
        var flows = run(0, () -> new Sink(PAYLOAD));
        assertThat(flows).hasSize(2);
        FlowStatistics client = flows.get(0);
        FlowStatistics server = flows.get(1);
        assertThat(client.host()).isEqualTo("client");
        assertThat(client.active()).isTrue();
        assertThat(server.active()).isFalse();
        assertThat(server.flow()).isEqualTo(client.flow().reversed());
        assertThat(client.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(client.bytesSent()).isEqualTo(BYTES);
        assertThat(client.bytesAcknowledged()).isEqualTo(BYTES);
        assertThat(server.bytesReceived()).isEqualTo(BYTES);
        assertThat(server.bytesSent()).isZero();
        assertThat(client.goodputBitsPerSecond()).isBetween(8e6, 10e6);
        assertThat(server.receivedBitsPerSecond()).isCloseTo(client.goodputBitsPerSecond(), within(3e5));
        assertThat(client.rtt().minimumNanos()).isBetween(40_000_000L, 42_000_000L);
        assertThat(client.rtt().meanNanos()).isBetween(client.rtt().minimumNanos(), client.rtt().maximumNanos());
        assertThat(client.segmentsRetransmitted()).isZero();
        assertThat(client.cwnd()).hasSizeGreaterThan(10);
        assertThat(client.acknowledged().getLast().last()).isEqualTo(BYTES);
    }

    @Test
    void theTimeBudgetAddsUpAndNamesTheReceiver() {
        FlowStatistics client = run(0, () -> new SlowReader(PAYLOAD, 20_000, Duration.ofMillis(100))).getFirst();
        long spent = client.limited().values().stream().mapToLong(nanos -> nanos).sum();
        assertThat(spent).isEqualTo(client.endedAt() - client.establishedAt());
        assertThat(client.limited().get(SendLimit.APPLICATION)).isPositive();
    }

    @Test
    void lossesShowAsRetransmissions() {
        FlowStatistics client = run(0.01, () -> new Sink(PAYLOAD)).getFirst();
        assertThat(client.segmentsRetransmitted()).isPositive();
        assertThat(client.bytesAcknowledged()).isEqualTo(BYTES);
        assertThat(client.retransmissionShare()).isBetween(0.002, 0.1);
    }

    @Test
    void equalFlowsShareEqually() {
        var net = Network.builder().measure().host("one").host("two").router("left").router("right").host("server")
                .link("one", "left").link("two", "left").link("right", "server")
                .link("left", "right", link -> link.rate(20_000_000).delay(Duration.ofMillis(10))
                        .queue(FqCodel.DEFAULT)).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        net.host("one").connect(net.address("server"), 80, new Bulk(PAYLOAD, 100_000_000));
        net.host("two").connect(net.address("server"), 80, new Bulk(PAYLOAD, 100_000_000));
        net.runFor(Duration.ofSeconds(10));
        double[] goodputs = net.flows().stream().filter(FlowStatistics::active)
                .mapToDouble(FlowStatistics::goodputBitsPerSecond).toArray();
        assertThat(Fairness.jain(goodputs)).isGreaterThan(0.99);
        assertThat(goodputs[0] + goodputs[1]).isBetween(15e6, 20e6);
    }

    @Test
    void jainsIndexIsOneForEqualsAndTheShareOfOneForOne() {
        assertThat(Fairness.jain(5, 5, 5, 5)).isEqualTo(1);
        assertThat(Fairness.jain(5, 0, 0, 0)).isEqualTo(0.25);
        assertThat(Fairness.jain()).isEqualTo(1);
    }

    private static List<FlowStatistics> run(double loss, Supplier<Actor> server) {
        var net = Network.builder().measure().host("client").host("server").link("client", "server",
                link -> link.rate(10_000_000).delay(Duration.ofMillis(20)).loss(loss)).build();
        net.host("server").listen(80, server);
        net.host("client").connect(net.address("server"), 80, new Bulk(PAYLOAD, BYTES));
        net.run();
        return net.flows();
    }
}
