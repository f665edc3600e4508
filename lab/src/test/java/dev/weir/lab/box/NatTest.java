package dev.weir.lab.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Flow;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.OnOff;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Box;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.Run;
import dev.weir.lab.packet.Cause;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatTest {
    private static final Payload PAYLOAD = new Payload(2);
    private static final String OUTER = "203.0.113.1";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServerSeesTheOuterAddress(boolean ipv6) {
        var run = Run.prepared(Run.behind(nat()).build(), 0, _ -> { });
        var net = run.net();
        var sink = new Sink(PAYLOAD);
        net.host("server").listen(81, () -> sink);
        net.host("client").connect(net.address("server", ipv6), 81, new Bulk(PAYLOAD, 50_000));
        net.time().runUntil(() -> sink.received() > 0);
        var flow = net.host("server").stack().tcp().connections().stream().filter(c -> c.flow().localPort() == 81)
                .findFirst().orElseThrow().flow();
        assertThat(flow.remote()).hasToString(ipv6 ? "2001:db8:1::1" : OUTER);
        net.run();
        assertThat(sink.received()).isEqualTo(50_000);
    }

    @Test
    void icmpErrorsComeThrough() {
        var net = Network.builder()
                .host("client", host -> host.address("192.168.0.2/24"))
                .box("nat", nat()).router("left").router("right")
                .host("server", host -> host.address("198.51.100.1/24"))
                .link("client", "nat").link("nat", "left").link("left", "right", link -> link.mtu(1000))
                .link("right", "server").build();
        var run = Run.of(net, false, 100_000);
        assertThat(run.received()).isEqualTo(100_000);
        assertThat(run.count("left", Cause.ICMP_SENT)).isPositive();
        assertThat(run.count("nat", Cause.NO_MAPPING)).isZero();
    }

    @Test
    void nobodyGetsInUnasked() {
        var net = Run.behind(nat()).build();
        var end = connectInward(net);
        assertThat(end.end()).isEqualTo(CloseReason.CONNECT_TIMED_OUT);
        assertThat(net.node("box").place().count(Cause.NO_MAPPING)).isPositive();
    }

    @Test
    void anUnknownPortMayBeRefused() {
        assertThat(connectInward(Run.behind(nat().unknown(Refusal.RESET)).build()).end())
                .isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void anOpenPortLeadsInside() {
        var net = Run.behind(nat().open(80, "192.168.0.2", 8080)).build();
        var sink = new Sink(PAYLOAD);
        net.host("client").listen(8080, () -> sink);
        var bulk = new Bulk(PAYLOAD, 20_000);
        net.host("server").connect(IpAddress.parse(OUTER), 80, bulk);
        net.run();
        assertThat(sink.received()).isEqualTo(20_000);
        assertThat(bulk.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void anIdleMappingIsForgottenAndTheServerResetsTheStranger() {
        var idle = Duration.ofMinutes(5);
        var nat = nat().idle(Idle.ofAll(idle)).portsInOrder();
        var net = Run.behind(nat).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        var talk = OnOff.idleThenSend(PAYLOAD, 100, idle.plusSeconds(1));
        net.host("client").connect(net.address("server"), 80, talk);
        net.run();
        assertThat(net.node("box").place().count(Cause.MAPPING_EXPIRED)).isPositive();
        assertThat(talk.end()).isEqualTo(CloseReason.RESET_BY_PEER);
    }

    @Test
    void aMappingThatIsUsedStays() {
        var nat = nat().idle(Idle.ofAll(Duration.ofMinutes(5)));
        var net = Run.behind(nat).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        var talk = OnOff.idleThenSend(PAYLOAD, 100, Duration.ofMinutes(4));
        net.host("client").connect(net.address("server"), 80, talk);
        net.run();
        assertThat(talk.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void withoutStateTheClientIsReset() {
        var nat = nat().withoutState(Refusal.RESET);
        var net = Run.behind(nat).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        var talk = OnOff.idleThenSend(PAYLOAD, 100, Duration.ofSeconds(10));
        net.host("client").connect(net.address("server"), 80, talk);
        net.time().at(Duration.ofSeconds(5), () -> ((Box) net.node("box")).forget());
        net.run();
        assertThat(talk.end()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(net.time().elapsed()).isLessThan(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endpointIndependentMappingsAreShared(boolean independent) {
        var nat = nat().mapping(independent ? Nat.Behaviour.ENDPOINT_INDEPENDENT
                : Nat.Behaviour.ADDRESS_AND_PORT_DEPENDENT);
        var net = Run.behind(nat).build();
        var client = net.host("client");
        var socket = client.submit((stack, _) -> stack.udp().bind(net.address("client"), 5000));
        for (int port : new int[] {53, 54}) {
            client.submit((stack, now) -> stack.udp().send(socket, net.address("server"), port, new byte[4], 0, 4, now));
        }
        net.run();
        assertThat(nat.known()).isEqualTo(independent ? 1 : 2);
        assertThat(nat.outerOf(new Flow(net.address("client"), 5000, net.address("server"), 53)).localPort())
                .isEqualTo(5000);
    }

    @Test
    void moreMappingsThanAllowedAreNotMade() {
        var nat = nat().mappings(2);
        var net = Run.behind(nat).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        for (int i = 0; i < 3; i++) net.host("client").connect(net.address("server"), 80, new Bulk(PAYLOAD, 10));
        net.runFor(Duration.ofSeconds(1));
        assertThat(nat.known()).isEqualTo(2);
        assertThat(net.node("box").place().count(Cause.MAPPINGS_EXHAUSTED)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lateDataIsAnsweredByAResetOnlyIfWindowsAreTracked(boolean tracked) {
        var nat = tracked ? nat().invalid(Refusal.RESET) : nat();
        var smallBuffers = StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(64 << 10)));
        var net = Network.builder().seed(3)
                .host("client", host -> host.address("192.168.0.2/24").config(smallBuffers))
                .box("nat", nat)
                .host("server", host -> host.address("198.51.100.1/24"))
                .link("client", "nat")
                .link("nat", "server", link -> link.rate(50_000_000).delay(Duration.ofMillis(10))
                        .back(rules -> rules.withReordering(0.005, Duration.ofMillis(500))))
                .build();
        var bulk = new Bulk(PAYLOAD, 10_000_000);
        net.host("server").listen(80, () -> bulk);
        net.host("client").connect(net.address("server"), 80, new Sink(PAYLOAD));
        net.run();
        assertThat(bulk.end()).isEqualTo(tracked ? CloseReason.RESET_BY_PEER : CloseReason.CLOSED);
        assertThat(net.node("nat").place().count(Cause.OUT_OF_WINDOW) > 0).isEqualTo(tracked);
    }

    @Test
    void aConnectionThatKeepsItsOrderIsInItsWindow() {
        var run = Run.through(nat().invalid(Refusal.RESET), false, 1_000_000);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.count("box", Cause.OUT_OF_WINDOW)).isZero();
    }

    private static Nat nat() {
        return new Nat(OUTER, "2001:db8:1::1");
    }

    private static Bulk connectInward(Network net) {
        var bulk = new Bulk(PAYLOAD, 10);
        net.host("client").listen(80, () -> new Sink(PAYLOAD));
        net.host("server").connect(IpAddress.parse(OUTER), 80, bulk);
        net.run();
        return bulk;
    }
}
