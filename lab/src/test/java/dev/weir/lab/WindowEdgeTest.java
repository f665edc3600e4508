package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Impairment;
import dev.weir.lab.actor.Bulk;
import dev.weir.wire.TcpFlags;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The right edge of the window that a host offers, whatever its application does. */
class WindowEdgeTest {
    private static final int BYTES = 300_000;

    private final Payload payload = new Payload(5);

    /** Reads at random moments, and changes the size of its buffer now and then. */
    private static final class Whimsical implements Actor {
        private final RandomGenerator random;
        private final Payload.Check check;
        private final byte[] buffer = new byte[20_000];
        private final int largest;
        private boolean complete;

        Whimsical(Payload expected, long seed, int largest) {
            this.check = new Payload.Check(expected);
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            this.largest = largest;
        }

        @Override
        public void opened(Session session) {
            session.after(Duration.ofMillis(random.nextInt(40)), () -> act(session));
        }

        private void act(Session session) {
            if (random.nextInt(4) == 0) {
                int bytes = random.nextInt(2048, largest + 1);
                session.call((connection, now) -> connection.options(connection.options().withReceiveBytes(bytes), now));
            }
            int count = session.read(buffer, 0, random.nextInt(1, random.nextBoolean() ? buffer.length : 200));
            if (count > 0) check.accept(buffer, 0, count);
            complete = count < 0;
            if (complete) session.close();
            else session.after(Duration.ofMillis(random.nextInt(40)), () -> act(session));
        }
    }

    /** Fails as soon as an edge lies left of one that was offered before. */
    private static final class RightEdge implements Observer {
        private final long tolerance;
        private long highest;
        private int offers;

        RightEdge(long tolerance) {
            this.tolerance = tolerance;
        }

        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.SEGMENT_SENT;
        }

        @Override
        public void on(Event event) {
            if (!(event instanceof Event.SegmentSent sent) || !sent.segment().has(TcpFlags.ACK)) return;
            long edge = sent.segment().acknowledgment() + sent.segment().windowBytes();
            assertThat(edge).as("offer %d", offers).isGreaterThan(highest - tolerance - 1);
            highest = Math.max(highest, edge);
            offers++;
        }
    }

    private void converse(long seed, StackConfig config, int largest, long tolerance) {
        var edge = new RightEdge(tolerance);
        var road = Impairment.NONE.withDelay(Duration.ofMillis(3)).withLoss(0.02).withReordering(0.05, Duration.ofMillis(4));
        var net = TwoHosts.builder().seed(seed).serverConfig(config).road(road).serverObserver(edge).build();
        var reader = new Whimsical(payload, seed, largest);
        net.server().listen(9, () -> reader);
        net.client().connect(net.serverAddress(), 9, new Bulk(payload, BYTES));
        net.run();
        assertThat(reader.check.length()).isEqualTo(BYTES);
        assertThat(reader.complete).isTrue();
        assertThat(edge.offers).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @Rfc({"9293#3.8.6", "SHLD-14"})
    void withoutScalingItNeverMovesLeft(long seed) {
        converse(seed, StackConfig.linux().withTcp(tcp -> tcp.withOptions(tcp.options().withWindowScaling(false))
                .withBuffers(tcp.buffers().withReceiveBytes(10_000))), 60_000, 0);
    }

    /** A scaled window cannot name each byte: by less than its unit it may seem to shrink (RFC 7323, section 2.4). */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @Rfc({"9293#3.8.6", "7323#2.4", "SHLD-14"})
    void scaledItMovesLeftByLessThanItsUnitAtMost(long seed) {
        converse(seed, StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(1 << 20))), 1 << 20,
                (1 << 5) - 1);
    }
}
