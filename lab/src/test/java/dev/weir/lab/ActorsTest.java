package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Connection;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.CloseWithUnread;
import dev.weir.lab.actor.Echo;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.actor.SlowReader;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ActorsTest {
    private final Payload payload = new Payload(5);

    @Test
    void bulkToSink() {
        var net = TwoHosts.builder().delay(Duration.ofMillis(5)).rate(100_000_000).build();
        var sink = new Sink(payload);
        net.server().listen(9, () -> sink);
        var bulk = new Bulk(payload, 1_000_000);
        net.client().connect(net.serverAddress(), 9, bulk);
        net.run();
        assertThat(sink.received()).isEqualTo(1_000_000);
        assertThat(sink.isComplete()).isTrue();
        assertThat(bulk.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(sink.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void blockingCodeTalksToAnEcho() throws InterruptedException {
        var net = TwoHosts.builder().delay(Duration.ofMillis(5)).build();
        net.server().listen(7, Echo::new);
        Host client = net.client();
        Connection connection = client.submit((stack, now) ->
                stack.tcp().open(null, net.serverAddress(), 7, stack.tcp().defaultOptions(), now));
        assertThat(client.await(connection.opened(), connection::isOpened, Long.MAX_VALUE)).isTrue();
        assertThat(net.time().elapsed()).isEqualTo(Duration.ofMillis(10));
        var bytes = new byte[1000];
        payload.fill(bytes, 0, 1000, 0);
        assertThat(connection.write(bytes, 0, 1000)).isEqualTo(1000);
        client.ring(connection);
        assertThat(client.await(connection.readable(), () -> connection.available() == 1000, Long.MAX_VALUE)).isTrue();
        var back = new byte[1000];
        connection.read(back, 0, 1000);
        assertThat(back).isEqualTo(bytes);
        long soon = client.now() + Duration.ofSeconds(1).toNanos();
        assertThat(client.await(connection.readable(), connection::isReadable, soon)).isFalse();
        assertThat(client.now()).isEqualTo(soon);
    }

    @Test
    @Rfc({"9293#3.8.6.1", "MUST-36", "MUST-37", "EDGE-WINDOW-10"})
    void aSlowReaderClosesTheWindowAndGetsEverything() {
        var small = StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(8192)));
        var net = TwoHosts.builder().serverConfig(small).delay(Duration.ofMillis(5)).build();
        var reader = new SlowReader(payload, 700, Duration.ofMillis(100));
        net.server().listen(9, () -> reader);
        var bulk = new Bulk(payload, 100_000);
        net.client().connect(net.serverAddress(), 9, bulk);
        net.run();
        assertThat(reader.received()).isEqualTo(100_000);
        assertThat(reader.isComplete()).isTrue();
        assertThat(bulk.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    @Rfc({"9293#3.6.1", "SHLD-3", "MUST-12"})
    void closingWithUnreadDataResetsThePeer() {
        var net = TwoHosts.builder().delay(Duration.ofMillis(5)).build();
        var closer = new CloseWithUnread(500);
        net.server().listen(9, () -> closer);
        var bulk = new Bulk(payload, 1_000_000);
        net.client().connect(net.serverAddress(), 9, bulk);
        net.run();
        assertThat(bulk.end()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(closer.end()).isEqualTo(CloseReason.ABORTED_UNREAD_DATA);
    }

    @Test
    void aConnectionThatIsRefusedEndsWithoutHavingOpened() {
        var net = TwoHosts.builder().build();
        var bulk = new Bulk(payload, 10);
        net.client().connect(net.serverAddress(), 9, bulk);
        net.run();
        assertThat(bulk.end()).isEqualTo(CloseReason.REFUSED);
        assertThat(bulk.written()).isZero();
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-13")
    void aHostTalksToItself() {
        for (String address : new String[] {"127.0.0.1", "::1", "10.0.0.1", "fd00::1"}) {
            var net = TwoHosts.builder().build();
            var sink = new Sink(payload);
            net.client().listen(9, () -> sink);
            net.client().connect(IpAddress.parse(address), 9, new Bulk(payload, 300_000));
            net.run();
            assertThat(sink.received()).as(address).isEqualTo(300_000);
            assertThat(net.client().stack().bufferBytesInUse()).isZero();
        }
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-10")
    void aHostThatGoesDownSendsWhatItOwesAndItsFin() {
        var net = TwoHosts.builder().delay(Duration.ofMillis(5)).rate(1_000_000).build();
        var sink = new Sink(payload);
        net.server().listen(9, () -> sink);
        net.client().connect(net.serverAddress(), 9, new Bulk(payload, 100_000));
        net.time().runFor(Duration.ofMillis(100));
        net.client().close(Duration.ofSeconds(10));
        net.run();
        assertThat(sink.received()).isEqualTo(100_000);
        assertThat(sink.isComplete()).isTrue();
        assertThat(net.client().isClosed()).isTrue();
        assertThat(net.client().stack().bufferBytesInUse()).isZero();
        assertThat(net.server().stack().tcp().connections()).isEmpty();
    }
}
