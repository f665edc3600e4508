package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host with two addresses per version, and which of them its segments carry. */
class LocalAddressTest {
    private final VirtualTime time = new VirtualTime();
    private final Tap fromHost = new Tap();
    private final Host host;
    private final Host peer;
    private final Payload payload = new Payload(3);

    LocalAddressTest() {
        var pair = MemoryLink.pair(1500);
        var road = new ImpairedLink(pair.a(), Impairment.NONE.withDelay(Duration.ofMillis(5)).withLoss(0.05),
                Impairment.NONE.withDelay(Duration.ofMillis(5)), 11, Observer.NONE);
        host = time.host("host", StackConfig.linux().withAddresses("10.0.0.1/24", "10.0.1.1/24", "fd00::1/64", "fd00:1::1/64"),
                new CapturedLink(road, fromHost), 1, Observer.NONE);
        peer = time.host("peer", StackConfig.linux().withAddresses("10.0.0.2/24", "10.0.1.2/24", "fd00::2/64", "fd00:1::2/64"),
                pair.b(), 2, Observer.NONE);
    }

    private Connection open(Host from, String local, String remote) {
        return from.submit((stack, now) -> {
            var tcp = stack.tcp();
            var binding = local == null ? null : tcp.bind(IpAddress.parse(local), 0, false, now);
            return tcp.open(binding, IpAddress.parse(remote), 80, tcp.defaultOptions(), now);
        });
    }

    private static Listener listen(Host at, String address) {
        return at.submit((stack, now) -> stack.tcp().listen(
                stack.tcp().bind(IpAddress.parse(address), 80, false, now), 8, stack.tcp().defaultOptions(), Admission.ALL, now));
    }

    /** Across the subnets too: the address that was asked for is not the one that is nearest to the peer. */
    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.2", "10.0.1.1, 10.0.0.2", "10.0.1.1, 10.0.1.2", "fd00::1, fd00:1::2", "fd00:1::1, fd00::2"})
    @Rfc({"9293#3.9.1.1", "MUST-43", "MUST-45"})
    void everySegmentOfAnActiveOpenCarriesTheAddressAskedFor(String local, String remote) {
        var sink = new Sink(payload);
        peer.listen(80, () -> sink);
        host.session(open(host, local, remote), new Bulk(payload, 200_000));
        time.run();
        assertThat(sink.isComplete()).isTrue();
        assertThat(host.stack().counters().count(Counter.SEGMENTS_RETRANSMITTED)).isPositive();
        assertThat(fromHost.sent()).hasSizeGreaterThan(100)
                .allSatisfy(segment -> assertThat(segment.source()).isEqualTo(IpAddress.parse(local)));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2, 10.0.0.1", "10.0.1.2, 10.0.1.1", "fd00::2, fd00::1", "fd00:1::2, fd00:1::1"})
    @Rfc({"9293#3.9.1.1", "MUST-44"})
    void theAddressOfTheSynIsChosenByIpForThatPeer(String remote, String source) {
        open(host, null, remote);
        time.settle();
        assertThat(fromHost.lastSyn().source()).isEqualTo(IpAddress.parse(source));
    }

    /** For its answers IP alone would have chosen the other address. */
    @ParameterizedTest
    @CsvSource({"10.0.0.2, 10.0.1.1", "10.0.1.2, 10.0.0.1", "fd00::2, fd00:1::1"})
    @Rfc({"9293#3.9.1.1", "MUST-45"})
    void everySegmentOfAPassiveOpenCarriesTheAddressThatTheSynWasSentTo(String from, String to) {
        host.listen(80, () -> new Bulk(payload, 100_000));
        var sink = new Sink(payload);
        peer.session(open(peer, from, to), sink);
        time.run();
        assertThat(sink.isComplete()).isTrue();
        assertThat(fromHost.sent()).hasSizeGreaterThan(50).allSatisfy(segment -> {
            assertThat(segment.source()).isEqualTo(IpAddress.parse(to));
            assertThat(segment.destination()).isEqualTo(IpAddress.parse(from));
        });
    }

    @Test
    @Rfc({"9293#3.9.1.1", "MUST-43"})
    void aListenerOfOneAddressDoesNotHearTheOther() {
        Listener listener = listen(host, "10.0.1.1");
        Connection toTheOther = open(peer, null, "10.0.0.1");
        Connection toThisOne = open(peer, null, "10.0.1.1");
        time.runUntil(() -> listener.hasPending() && toThisOne.isOpened());
        assertThat(toTheOther.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    @Rfc({"9293#3.9.1.1", "MUST-41"})
    void anotherListenerOnThePortLeavesItsConnectionsAlone() {
        Listener first = listen(host, "10.0.0.1");
        Connection there = open(peer, null, "10.0.0.1");
        time.runUntil(first::hasPending);
        Connection here = host.submit((_, now) -> first.accept(now));
        TcpInfo before = host.submit((_, now) -> here.info(now));

        Listener second = listen(host, "10.0.1.1");

        TcpInfo after = host.submit((_, now) -> here.info(now));
        assertThat(after).isEqualTo(before);
        Connection other = open(peer, null, "10.0.1.1");
        time.runUntil(second::hasPending);
        var sink = new Sink(payload);
        peer.session(there, sink);
        host.session(here, new Bulk(payload, 10_000));
        time.runUntil(sink::isComplete);
        assertThat(sink.received()).isEqualTo(10_000);
        assertThat(other.closeReason()).isEqualTo(CloseReason.NONE);
    }
}
