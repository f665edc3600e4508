package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Headers;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSmallerLinkOnTheWayIsFoundByItsIcmp(boolean ipv6) {
        var run = Run.of(chain(1300).build(), ipv6, 100_000);
        assertThat(run.received()).isEqualTo(100_000);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.count("left", Cause.FRAGMENTATION_NEEDED)).isPositive();
        assertThat(run.count("left", Cause.ICMP_SENT)).isEqualTo(run.count("left", Cause.FRAGMENTATION_NEEDED));
    }

    @Test
    void aSilentRouterMakesABlackHole() {
        var net = chain(1300).at(Duration.ZERO, n -> ((Router) n.node("left")).silence()).build();
        var run = Run.prepared(net, 100_000, _ -> { });
        net.runFor(Duration.ofSeconds(20));
        assertThat(run.received()).isZero();
        assertThat(run.count("left", Cause.FRAGMENTATION_NEEDED)).isGreaterThan(3);
        assertThat(run.count("left", Cause.ICMP_SENT)).isZero();
    }

    @Test
    void whatMayBeCutIsCutAndPutTogetherAgain() {
        var net = chain(576).build();
        var payload = new byte[3000];
        payload[2999] = 7;
        var client = net.host("client");
        var receiver = net.host("server").submit((stack, _) -> stack.udp().bind(IpAddress.ANY_IPV4, 53));
        var sender = client.submit((stack, _) -> stack.udp().bind(IpAddress.ANY_IPV4, 4000));
        client.submit((stack, now) -> stack.udp().send(sender, net.address("server"), 53, payload, 0, 3000, now));
        net.run();
        assertThat(receiver.receive().bytes()).isEqualTo(payload);
        assertThat(net.node("left").place().count(Cause.FRAGMENTED)).isEqualTo(2);
        assertThat(net.packets().inUse()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPacketThatHasGoneTooFarIsReported(boolean ipv6) {
        var heard = new Heard();
        var net = Network.builder().observer(heard)
                .host("client", host -> host.config(StackConfig.linux().withIp(ip -> ip.withTimeToLive(2))))
                .router("left").router("right").host("server")
                .link("client", "left").link("left", "right").link("right", "server").build();
        var run = Run.of(net, ipv6, 10);
        assertThat(run.end()).isNotEqualTo(CloseReason.CLOSED);
        assertThat(run.count("right", Cause.HOPS_EXCEEDED)).isPositive();
        assertThat(run.count("right", Cause.ICMP_SENT)).isEqualTo(run.count("right", Cause.HOPS_EXCEEDED));
        assertThat(heard.softErrors).isNotEmpty();
    }

    @Test
    void anAddressThatNobodyHasIsUnreachable() {
        var net = chain(1500).build();
        assertThat(connect(net, IpAddress.parse("203.0.113.9"))).isEqualTo(CloseReason.HOST_UNREACHABLE);
        assertThat(net.node("left").place().count(Cause.NO_ROUTE)).isEqualTo(1);
    }

    @Test
    void theCheaperPathIsTakenUnlessARouteSaysOtherwise() {
        var shortest = Run.of(diamond().build(), false, 50_000);
        assertThat(shortest.net().link("left", "fast").there().statistics().packets()).isPositive();
        assertThat(shortest.net().link("left", "slow").there().statistics().packets()).isZero();

        var stated = Run.of(diamond().route("left", "10.0.0.6/32", "slow").build(), false, 50_000);
        assertThat(stated.received()).isEqualTo(50_000);
        assertThat(stated.net().link("left", "fast").there().statistics().packets()).isZero();
        assertThat(stated.net().link("left", "slow").there().statistics().packets()).isPositive();
        assertThat(stated.net().link("fast", "right").back().statistics().packets()).isPositive(); // the way back
    }

    @Test
    void nothingRunsOnARouter() {
        var net = chain(1500).build();
        assertThat(connect(net, net.address("left"))).isEqualTo(CloseReason.PROTOCOL_UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRouterAnswersEchoRequests(boolean ipv6) {
        List<Integer> types = new ArrayList<>();
        var net = chain(1500).capture("left", "client", (outbound, at, bytes, offset, length, comments) ->
                types.add(IcmpHeader.type(bytes, offset + (ipv6 ? 40 : 20)))).build();
        echo(net, net.address("client", ipv6), net.address("left", ipv6));
        net.run();
        assertThat(types).containsExactly(ipv6 ? IcmpHeader.V6.ECHO_REPLY : IcmpHeader.V4.ECHO_REPLY);
        assertThat(net.host("client").stack().counters().count(Counter.PACKETS_RECEIVED)).isEqualTo(1);
    }

    private static void echo(Network net, IpAddress from, IpAddress to) {
        long now = net.time().now();
        int ip = from.isIpv4() ? 20 : 40;
        var packet = net.packets().take(ip + 16, now);
        if (from.isIpv4()) {
            Ipv4Header.write(packet.bytes(), 0, 0, ip + 16, 0, true, 64, IpProtocol.ICMP, from.ipv4(), to.ipv4());
        } else {
            Ipv6Header.write(packet.bytes(), 0, 0, 0, 16, IpProtocol.ICMPV6, 64, from.high(), from.low(), to.high(),
                    to.low());
        }
        IcmpHeader.writeEcho(packet.bytes(), ip,
                from.isIpv4() ? IcmpHeader.V4.ECHO_REQUEST : IcmpHeader.V6.ECHO_REQUEST, 7, 1);
        Headers.writeTransportChecksum(packet);
        net.node("client").lanes().getFirst().enter(packet, now);
    }

    @Test
    void aCaptureAtARouterShowsWhatItForwards() {
        List<String> said = new ArrayList<>();
        int[] packets = new int[1];
        var net = chain(1300).capture("left", (outbound, at, bytes, offset, length, comments) -> {
            packets[0]++;
            said.addAll(comments);
        }).build();
        Run.of(net, false, 50_000);
        assertThat(packets[0]).isGreaterThan(50);
        assertThat(said).contains("larger than the next link, and not to be fragmented");
    }

    @Test
    void aHostOfTwoLinksSendsWhereItsRouteLeads() {
        var net = Network.builder().host("client").router("left").router("right").host("server")
                .link("client", "left").link("client", "right").link("left", "server").link("right", "server")
                .route("client", "10.0.0.4/32", "right").route("server", "10.0.0.1/32", "left").build();
        assertThat(Run.of(net, false, 50_000).received()).isEqualTo(50_000);
        assertThat(net.link("client", "left").there().statistics().packets()).isZero();
        assertThat(net.link("client", "right").there().statistics().packets()).isPositive();
        assertThat(net.link("client", "left").back().statistics().packets()).isPositive();
    }

    @Test
    void whatIsNoPacketIsNotForwarded() {
        var net = chain(1500).build();
        var packet = net.packets().take(40, net.time().now());
        Ipv4Header.write(packet.bytes(), 0, 0, 40, 0, true, 64, IpProtocol.UDP, net.address("client").ipv4(),
                net.address("server").ipv4());
        packet.bytes().set(ValueLayout.JAVA_BYTE, 12, (byte) 99); // the header's checksum is wrong now
        net.node("client").lanes().getFirst().enter(packet, net.time().now());
        net.run();
        assertThat(net.node("left").place().count(Cause.MALFORMED)).isEqualTo(1);
        assertThat(net.packets().inUse()).isZero();
    }

    @Test
    void aHostWithoutALinkLosesWhatItSends() {
        var net = Network.builder().host("client").build();
        net.host("client").connect(IpAddress.parse("10.0.0.9"), 80, new Bulk(new Payload(1), 1));
        net.run();
        assertThat(net.node("client").place().count(Cause.NO_LINK)).isPositive();
    }

    @Test
    void aHostMayHaveSeveralAddresses() {
        var net = Network.builder().host("client").router("router")
                .host("server", host -> host.address("198.51.100.1/24", "198.51.100.2/24", "2001:db8::1/64", "2001:db8::2/64"))
                .link("client", "router").link("router", "server").build();
        net.host("server").listen(80, () -> new Sink(new Payload(1)));
        for (String address : List.of("198.51.100.2", "2001:db8::2")) {
            var bulk = new Bulk(new Payload(1), 0);
            net.host("client").connect(IpAddress.parse(address), 80, bulk);
            net.run();
            assertThat(bulk.end()).isEqualTo(CloseReason.CLOSED);
        }
    }

    private static CloseReason connect(Network net, IpAddress remote) {
        var bulk = new Bulk(new Payload(1), 1);
        net.host("client").connect(remote, 80, bulk);
        net.run();
        return bulk.end();
    }

    private static NetworkBuilder chain(int mtu) {
        return Network.builder().host("client").router("left").router("right").host("server")
                .link("client", "left").link("left", "right", link -> link.mtu(mtu)).link("right", "server");
    }

    private static NetworkBuilder diamond() {
        return Network.builder().host("client").router("left").router("slow").router("fast").router("right")
                .host("server")
                .link("client", "left").link("left", "slow", link -> link.cost(5)).link("slow", "right")
                .link("left", "fast").link("fast", "right").link("right", "server");
    }

    private static final class Heard implements Observer {
        private final List<Event> softErrors = new ArrayList<>();

        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.SOFT_ERROR;
        }

        @Override
        public void on(Event event) {
            softErrors.add(event);
        }
    }
}
