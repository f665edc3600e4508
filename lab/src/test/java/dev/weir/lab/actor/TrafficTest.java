package dev.weir.lab.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Payload;
import dev.weir.lab.net.Network;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Payload PAYLOAD = new Payload(8);
    private static final Duration DELAY = Duration.ofMillis(10);

    private final Network net = Network.builder().host("client").host("server")
            .link("client", "server", link -> link.delay(DELAY).rate(100_000_000)).build();

    @Test
    void eachRequestTakesARoundTrip() {
        net.host("server").listen(80, () -> new RequestResponse.Server(PAYLOAD, 200, 1000));
        var requests = new RequestResponse(PAYLOAD, 200, 1000, 20, Duration.ofMillis(7));
        net.host("client").connect(net.address("server"), 80, requests);
        net.run();
        assertThat(requests.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(requests.times()).hasSize(20).allSatisfy(time ->
                assertThat(time).isBetween(2 * DELAY.toNanos(), 2 * DELAY.toNanos() + 1_000_000));
    }

    @Test
    void requestsWithoutPauseFollowEachOther() {
        net.host("server").listen(80, () -> new RequestResponse.Server(PAYLOAD, 1, 50_000));
        var requests = new RequestResponse(PAYLOAD, 1, 50_000, 5, Duration.ZERO);
        net.host("client").connect(net.address("server"), 80, requests);
        net.run();
        assertThat(requests.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(requests.times()).hasSize(5);
    }

    @Test
    void burstsHavePausesBetweenThem() {
        var sink = new Sink(PAYLOAD);
        net.host("server").listen(80, () -> sink);
        var source = new OnOff(PAYLOAD, 10_000, 4, Duration.ofSeconds(1));
        net.host("client").connect(net.address("server"), 80, source);
        net.runFor(Duration.ofMillis(1500));
        assertThat(sink.received()).isEqualTo(20_000);
        net.run();
        assertThat(sink.received()).isEqualTo(40_000);
        assertThat(source.written()).isEqualTo(40_000);
        assertThat(source.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void manyFlowsComeOneAfterTheOther() {
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        var flows = new ManyShortFlows(net.host("client"), net.address("server"), 80, PAYLOAD, 2000)
                .start(50, Duration.ofMillis(5));
        net.run();
        assertThat(flows.ends()).containsOnly(Map.entry(CloseReason.CLOSED, 50));
        assertThat(flows.times()).hasSize(50);
        assertThat(flows.refused()).isZero();
    }
}
