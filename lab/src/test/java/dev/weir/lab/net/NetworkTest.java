package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static final Payload PAYLOAD = new Payload(3);
    private static final int BYTES = 300_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoHostsOnOneLinkTalk(boolean ipv6) {
        var net = Network.builder().host("client").host("server")
                .link("client", "server", link -> link.rate(10_000_000).delay(Duration.ofMillis(5))).build();
        transfer(net, ipv6);
        assertThat(net.time().elapsed()).isGreaterThan(Duration.ofMillis(240));
        assertThat(net.link("server", "client").there().statistics().packets()).isGreaterThan(200);
        assertThat(net.packets().inUse()).isLessThanOrEqualTo(2); // the last frame that each stack was lent
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void routersFindTheWay(boolean ipv6) {
        var net = Network.builder().host("client").router("left").router("right").host("server")
                .link("client", "left").link("left", "right", link -> link.delay(Duration.ofMillis(10)))
                .link("right", "server").build();
        transfer(net, ipv6);
        assertThat(net.link("left", "right").there().statistics().delivered()).isGreaterThan(200);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(fingerprint(7)).isEqualTo(fingerprint(7));
        assertThat(fingerprint(7)).isNotEqualTo(fingerprint(8));
    }

    @Test
    void aNameThatNobodyHasIsRefused() {
        var builder = Network.builder().host("client");
        assertThatThrownBy(() -> builder.link("client", "server")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node is named server, only [client]");
    }

    private static String fingerprint(long seed) {
        var fingerprint = new Fingerprint();
        transfer(Network.builder().seed(seed).fingerprint(fingerprint).host("client").host("server")
                .link("client", "server", link -> link.rate(20_000_000).delay(Duration.ofMillis(5)).loss(0.02)
                        .both(rules -> rules.withReordering(0.02, Duration.ofMillis(8)).withDuplication(0.01)))
                .build(), false);
        return fingerprint.toString();
    }

    private static void transfer(Network net, boolean ipv6) {
        var sink = new Sink(PAYLOAD);
        var bulk = new Bulk(PAYLOAD, BYTES);
        net.host("server").listen(80, () -> sink);
        net.host("client").connect(net.address("server", ipv6), 80, bulk);
        net.run();
        assertThat(sink.received()).isEqualTo(BYTES);
        assertThat(bulk.end()).isEqualTo(CloseReason.CLOSED);
    }
}
