package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.BurstLoss;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.ManyShortFlows;
import dev.weir.lab.actor.OnOff;
import dev.weir.lab.actor.RequestResponse;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.box.ClampMss;
import dev.weir.lab.box.Firewall;
import dev.weir.lab.box.Idle;
import dev.weir.lab.box.Match;
import dev.weir.lab.box.Nat;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.queue.CoDel;
import dev.weir.lab.queue.FqCodel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Everything at once: what is drawn depends on the seed alone, and memory not on time. */
class ComplexNetworkTest {
    private static final Payload PAYLOAD = new Payload(11);

    @Test
    void theSameSeedGivesTheSameRunOfEverythingAtOnce() {
        var first = new Fingerprint();
        var second = new Fingerprint();
        var other = new Fingerprint();
        run(network(3, first));
        run(network(3, second));
        run(network(4, other));
        assertThat(first.events()).isGreaterThan(5_000);
        assertThat(second).hasToString(first.toString());
        assertThat(other.hash()).isNotEqualTo(first.hash());
    }

    @Test
    void memoryDoesNotGrowWithSimulatedTime() {
        var net = Network.builder().host("client").router("router").host("server")
                .link("client", "router", link -> link.rate(20_000_000).delay(Duration.ofMillis(5)))
                .link("router", "server", link -> link.rate(10_000_000).delay(Duration.ofMillis(5)).loss(0.001)
                        .queue(FqCodel.DEFAULT)).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        net.host("client").connect(net.address("server"), 80, new Bulk(PAYLOAD, 1L << 50));
        net.runFor(Duration.ofSeconds(8));
        int memory = net.packets().allocated();
        int points = net.link("router", "server").there().statistics().occupancy().size();
        net.runFor(Duration.ofSeconds(20));
        assertThat(net.packets().allocated()).isEqualTo(memory);
        assertThat(points).isGreaterThan(500);
        assertThat(net.link("router", "server").there().statistics().occupancy()).hasSizeLessThanOrEqualTo(1024);
        assertThat(net.host("client").stack().bufferBytesInUse()).isLessThan(8 << 20);
    }

    @Test
    void aNetworkThatMayHoldFewPacketsLosesTheOthers() {
        var net = Network.builder().packets(20).host("client").host("server")
                .link("client", "server", link -> link.rate(10_000_000).delay(Duration.ofMillis(5))).build();
        var run = Run.of(net, false, 200_000);
        assertThat(run.received()).isEqualTo(200_000);
        assertThat(net.packets().mostInUse()).isEqualTo(20);
        assertThat(run.count("client", Cause.NO_PACKET_MEMORY)).isPositive();
    }

    private static Network network(long seed, Fingerprint fingerprint) {
        return Network.builder().seed(seed).fingerprint(fingerprint)
                .host("home", host -> host.address("192.168.0.2/24", "fd01::2/64"))
                .host("laptop", host -> host.address("192.168.0.3/24", "fd01::3/64").config(StackConfig.freebsd()))
                .router("gateway")
                .box("nat", new Nat("203.0.113.1").idle(Idle.ofAll(Duration.ofSeconds(3))).portsInOrder(),
                        new ClampMss(1300), Firewall.stateful(Idle.BY_THE_RFCS).allow(Match.OUTWARD))
                .router("provider").router("exchange")
                .host("server", host -> host.address("198.51.100.1/24", "2001:db8::1/64"))
                .link("home", "gateway", link -> link.rate(50_000_000).both(rules -> rules.withJitter(Duration.ofMillis(1))))
                .link("laptop", "gateway", link -> link.rate(20_000_000).delay(Duration.ofMillis(2)).both(rules ->
                        rules.withBurst(BurstLoss.of(0.005, 0.3)).withReordering(0.01, Duration.ofMillis(4))))
                .link("gateway", "nat")
                .link("nat", "provider", link -> link.rate(8_000_000).delay(Duration.ofMillis(8)).queue(FqCodel.DEFAULT))
                .link("provider", "exchange", link -> link.mtu(1400).rate(30_000_000).delay(Duration.ofMillis(6)).loss(0.002)
                        .queue(CoDel.DEFAULT))
                .link("exchange", "server", link -> link.both(rules -> rules.withCorruption(0.002).withDuplication(0.002)))
                .at(Duration.ofMillis(1500), net -> net.link("provider", "exchange").pause())
                .at(Duration.ofMillis(1800), net -> net.link("provider", "exchange").resume())
                .at(Duration.ofMillis(2500), net -> net.partition("server"))
                .at(Duration.ofMillis(2900), Network::heal)
                .build();
    }

    private static void run(Network net) {
        var server = net.host("server");
        server.listen(80, () -> new Sink(PAYLOAD));
        server.listen(81, () -> new RequestResponse.Server(PAYLOAD, 300, 5000));
        boolean ipv6 = true;
        net.host("home").connect(net.address("server"), 80, new Bulk(PAYLOAD, 1_000_000));
        net.host("home").connect(net.address("server", ipv6), 80, new Bulk(PAYLOAD, 500_000));
        net.host("laptop").connect(net.address("server"), 80, new OnOff(PAYLOAD, 50_000, 6, Duration.ofSeconds(1)));
        net.host("laptop").connect(net.address("server"), 81,
                new RequestResponse(PAYLOAD, 300, 5000, 30, Duration.ofMillis(50)));
        new ManyShortFlows(net.host("laptop"), net.address("server", ipv6), 80, PAYLOAD, 3000)
                .start(20, Duration.ofMillis(100));
        net.runFor(Duration.ofSeconds(6));
    }
}
