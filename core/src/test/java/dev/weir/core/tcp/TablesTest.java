package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.OneHost;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of endpoints and the records in TIME-WAIT. */
class TablesTest {
    private final OneHost host = new OneHost();
    private final Listener listener = host.listen(80);

    private HalfOpen endpoint(int number) {
        boolean ipv4 = number % 2 == 0;
        var flow = new Flow(IpAddress.parse(ipv4 ? "10.0.0.1" : "fd00::1"), 80,
                IpAddress.parse(ipv4 ? "10.0.0.2" : "fd00::2"), 1 + number);
        var syn = new Segment(0, 0, 0, TcpFlags.SYN, 0, 0, 0, 0, TcpOptions.NONE, MemorySegment.NULL, 0);
        var offer = new Negotiated.Offer(1460, -1, false, false, true);
        return new HalfOpen(host.stack.tcp(), listener, flow, 0, syn, offer, FastOpenOption.ABSENT, null, 0);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithAHashMapWhateverIsPutAndTakenOut(long seed) {
        var random = new SplittableRandom(seed);
        var table = new ConnectionTable(SipHash.derived(seed, 0));
        var model = new HashMap<Flow, HalfOpen>();
        var all = new ArrayList<HalfOpen>();
        for (int i = 0; i < 300; i++) all.add(endpoint(i));
        for (int step = 0; step < 3000; step++) {
            int number = random.nextInt(random.nextInt(10) == 0 ? 300 : 42); // nearly full before it grows
            var endpoint = all.get(number);
            if (random.nextBoolean()) {
                if (random.nextInt(10) == 0) all.set(number, endpoint = endpoint(number)); // in the old one's place
                table.put(endpoint);
                model.put(endpoint.flow(), endpoint);
            } else {
                var gone = random.nextInt(10) == 0 ? endpoint(number) : endpoint; // a successor stays
                table.remove(gone);
                model.remove(gone.flow(), gone);
            }
            assertThat(table.size()).isEqualTo(model.size());
            var probe = all.get(random.nextInt(300)).flow();
            assertThat(table.find(probe)).isSameAs(model.get(probe));
        }
        for (var endpoint : all) assertThat(table.find(endpoint.flow())).isSameAs(model.get(endpoint.flow()));
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(model.values());
    }

    @Test
    void everyPartOfAFlowDistinguishes() {
        var table = new ConnectionTable(SipHash.derived(1, 0));
        var one = endpoint(0);
        table.put(one);
        var flow = one.flow();
        assertThat(table.find(flow)).isSameAs(one);
        assertThat(table.find(flow.reversed())).isNull();
        assertThat(table.find(new Flow(flow.local(), 81, flow.remote(), flow.remotePort()))).isNull();
        assertThat(table.find(new Flow(flow.local(), 80, flow.local(), flow.remotePort()))).isNull();
        assertThat(table.find(new Flow(flow.remote(), 80, flow.remote(), flow.remotePort()))).isNull();
    }

    private static void toTimeWait(OneHost host, Listener listener, int port) {
        var peer = host.peer(port, 80);
        var connection = peer.connect(listener);
        connection.close(host.now);
        peer.hears();
        peer.segment("F.").seq(1).ack(2).arrives();
        host.turn();
        assertThat(connection.closeReason()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    @Rfc({"9293#3.6.1", "MUST-13"})
    void oldestRecordGoesWhenThereAreTooMany() {
        var small = new OneHost(StackConfig.linux().withLimits(limits -> limits.withTimeWait(3)));
        var server = small.listen(80);
        for (int i = 0; i < 5; i++) {
            toTimeWait(small, server, 5000 + i);
            assertThat(small.stack.tcp().timeWaitCount()).isEqualTo(Math.min(i + 1, 3));
            small.advanceMillis(10);
        }
        assertThat(small.events(Event.ConnectionEnded.class).stream().map(ended -> ended.flow().remotePort()))
                .containsExactly(5000, 5001);
        small.advanceMillis(59_975);
        assertThat(small.stack.tcp().timeWaitCount()).isEqualTo(2);
        small.advanceMillis(60_000);
        assertThat(small.stack.tcp().timeWaitCount()).isZero();
        assertThat(small.events(Event.ConnectionEnded.class)).hasSize(5);
    }

    @Test
    void noneAreKeptWhereNoneAreAllowed() {
        var none = new OneHost(StackConfig.linux().withLimits(limits -> limits.withTimeWait(0)));
        var server = none.listen(80);
        for (int i = 0; i < 40; i++) toTimeWait(none, server, 5000 + i);
        server.close(none.now);
        none.turn();
        none.assertEmpty();
    }

    @Test
    void portIsHeldByTimeWaitUntilItsEnd() {
        toTimeWait(host, listener, 5000);
        listener.close(host.now);
        var tcp = host.stack.tcp();
        assertThat(refused(tcp)).isTrue();
        var reused = tcp.bind(IpAddress.ANY_IPV6, 80, true, host.now);
        reused.release();
        host.advanceMillis(60_000);
        assertThat(refused(tcp)).isFalse();
    }

    private boolean refused(Tcp tcp) {
        try {
            tcp.bind(IpAddress.ANY_IPV6, 80, false, host.now).release();
            return false;
        } catch (CallRefused why) {
            return why.why() == CallRefused.Why.ADDRESS_IN_USE;
        }
    }
}
