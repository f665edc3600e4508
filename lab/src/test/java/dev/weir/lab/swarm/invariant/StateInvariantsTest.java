package dev.weir.lab.swarm.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.Limits;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Host;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.lab.TwoHosts;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts and applications that leave something behind, each in one way. */
class StateInvariantsTest {
    private static final Payload PAYLOAD = new Payload(3);

    private static String found(Invariant invariant) {
        return invariant.breach().map(Breach::what).orElse("");
    }

    // ---- streams

    private static StreamIntact.Stream stream(StreamIntact invariant) {
        return invariant.stream("server", PAYLOAD, 100, true);
    }

    private static byte[] bytes(int from, int length) {
        var bytes = new byte[length];
        PAYLOAD.fill(bytes, 0, length, from);
        return bytes;
    }

    @Test
    void aWholeStreamIsIntact() {
        var invariant = new StreamIntact();
        var stream = stream(invariant);
        stream.accept(bytes(0, 60), 0, 60, 1);
        stream.accept(bytes(60, 40), 0, 40, 1);
        stream.end(1);
        invariant.finished(List.of(), 1);
        assertThat(found(invariant)).isEmpty();
    }

    @Test
    void aWrongByteIsFound() {
        var invariant = new StreamIntact();
        var bytes = bytes(0, 60);
        bytes[59]++;
        stream(invariant).accept(bytes, 0, 60, 1);
        assertThat(found(invariant)).startsWith("byte 59 is ");
    }

    @Test
    void aByteThatIsMissingDoubledOrLeftOutIsFound() {
        var skipped = new StreamIntact();
        stream(skipped).accept(bytes(1, 30), 0, 30, 1);
        assertThat(found(skipped)).startsWith("byte 0 is ");
        var ended = new StreamIntact();
        var stream = stream(ended);
        stream.accept(bytes(0, 99), 0, 99, 1);
        stream.end(1);
        assertThat(found(ended)).isEqualTo("the stream ends after 99 bytes, and 100 are written");
        var never = new StreamIntact();
        stream(never).accept(bytes(0, 99), 0, 99, 1);
        never.finished(List.of(), 1);
        assertThat(found(never)).isEqualTo("only 99 of 100 bytes arrived");
    }

    @Test
    void bytesThatNobodyWroteAreFound() {
        var invariant = new StreamIntact();
        stream(invariant).accept(bytes(0, 101), 0, 101, 1);
        assertThat(found(invariant)).isEqualTo("101 bytes were read, and only 100 are written");
    }

    // ---- ends

    @Test
    void anEndThatNothingExplainsIsFound() {
        var invariant = new EveryConnectionEnds();
        invariant.end("client", EnumSet.of(CloseReason.CLOSED), true).ended(CloseReason.RESET_BY_PEER, 1);
        assertThat(found(invariant)).isEqualTo("ended with \"reset by the peer\"");
    }

    @Test
    void aConnectionThatNeverEndsIsFound() {
        var invariant = new EveryConnectionEnds();
        invariant.end("client", EnumSet.of(CloseReason.CLOSED), true);
        invariant.finished(List.of(), 1);
        assertThat(found(invariant)).isEqualTo("has not ended");
    }

    @Test
    void aConnectionThatAHostStillKnowsIsFound() {
        var net = idle(PAYLOAD);
        var invariant = new EveryConnectionEnds();
        invariant.finished(net.time().hosts(), net.time().now());
        assertThat(found(invariant)).startsWith("is still in ESTABLISHED");
    }

    /** A client that connects and does nothing, and a server that never closes. */
    private static TwoHosts idle(Payload payload) {
        var net = TwoHosts.builder().build();
        net.server().listen(80, () -> new Actor() {
            @Override
            public void opened(Session session) {
                byte[] one = new byte[1];
                payload.fill(one, 0, 1, 0);
                session.write(one, 0, 1);
            }
        });
        net.client().connect(net.serverAddress(), 80, new Actor() { });
        net.run();
        return net;
    }

    // ---- timers and memory

    @Test
    void aLostTimerIsFound() {
        var net = TwoHosts.builder().delay(Duration.ofSeconds(1)).build();
        net.server().listen(80, () -> new Sink(PAYLOAD));
        net.client().connect(net.serverAddress(), 80, new Bulk(PAYLOAD, 1_000_000));
        net.time().runFor(Duration.ofMillis(2500));
        var invariant = new NothingWaitsForever();
        invariant.settled(net.time().hosts(), net.time().now());
        assertThat(found(invariant)).as("everybody has a deadline").isEmpty();
        invariant.finished(net.time().hosts(), net.time().now()); // as if no deadline were left
        assertThat(found(invariant)).startsWith("nothing will ever happen, with 1448 bytes in flight and ");
    }

    @Test
    void memoryThatNobodyHoldsIsFound() {
        var invariant = new NoChunkLeaked();
        invariant.check(0, "client", 1);
        assertThat(found(invariant)).isEmpty();
        invariant.check(16384, "client", 1);
        assertThat(found(invariant)).isEqualTo("16384 bytes of buffer memory are in use, by nobody");
    }

    @Test
    void moreThanALimitIsFound() {
        var limits = StackConfig.linux().limits().withBufferBytes(1 << 16).withHalfOpen(5).withTimeWait(7);
        assertThat(limited(1 << 16, 5, 7, limits)).isEmpty();
        assertThat(limited((1 << 16) + 1, 5, 7, limits)).isEqualTo("65537 bytes of buffer memory, and the limit is 65536");
        assertThat(limited(0, 6, 7, limits)).isEqualTo("6 half-open connections, and the limit is 5");
        assertThat(limited(0, 5, 8, limits)).isEqualTo("8 connections in TIME-WAIT, and the limit is 7");
    }

    private static String limited(long bytes, int halfOpen, int timeWaits, Limits limits) {
        var invariant = new MemoryWithinLimits();
        invariant.check("client", limits, bytes, halfOpen, timeWaits, 1);
        return found(invariant);
    }

    @Test
    void moreUnreadBytesThanTheBufferHoldsAreFound() {
        var net = idle(PAYLOAD);
        Host client = net.client();
        var info = client.stack().tcp().connections().getFirst().info(net.time().now());
        assertThat(info.unreadBytes()).isEqualTo(1);
        var invariant = new MemoryWithinLimits();
        var tiny = StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(2048)));
        invariant.check(info, 1, tiny, 1);
        assertThat(found(invariant)).isEmpty();
        invariant.within("client", "unread bytes", 2049, 2048, 1);
        assertThat(found(invariant)).isEqualTo("2049 unread bytes, and the limit is 2048");
    }
}
