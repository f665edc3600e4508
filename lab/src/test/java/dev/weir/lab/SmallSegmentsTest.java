package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A peer that sends byte by byte. */
class SmallSegmentsTest {
    private static final int BYTES = 5_000;

    private final Payload payload = new Payload(1);

    /** Writes one byte per millisecond, each in a segment of its own. */
    private final class Drip implements Actor {
        private final byte[] next = new byte[1];
        private int written;

        @Override
        public void opened(Session session) {
            drip(session);
        }

        private void drip(Session session) {
            payload.fill(next, 0, 1, written);
            if (session.write(next, 0, 1) == 1) written++;
            if (written < BYTES) session.after(Duration.ofMillis(1), () -> drip(session));
        }
    }

    @Test
    @Rfc({"9293#3.8.6.2.2", "EDGE-WINDOW-9"})
    void singleBytesTakeNoMoreMemoryThanTheyAreAndCloseNoWindowEarly() {
        var config = StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(BYTES + 100)));
        var net = TwoHosts.builder().serverConfig(config).delay(Duration.ofMillis(2)).build();
        var sessions = new Session[1];
        net.server().listen(9, () -> new Actor() {
            @Override
            public void opened(Session session) {
                sessions[0] = session;
            }
        });
        ConnectionOptions noDelay = net.client().stack().tcp().defaultOptions().withNoDelay(true);
        net.client().connect(net.serverAddress(), 9, noDelay, new Drip());
        net.time().runUntil(() -> sessions[0] != null && sessions[0].connection().available() == BYTES);
        assertThat(net.client().stack().counters().count(Counter.SEGMENTS_SENT)).isGreaterThan(BYTES);
        assertThat(net.server().stack().bufferBytesInUse()).isLessThanOrEqualTo(ChunkPool.CHUNK_BYTES);
        Connection reader = sessions[0].connection();
        assertThat(net.server().submit((_, now) -> reader.info(now)).receiveWindowBytes()).isBetween(100L - 31, 100L + 31);
        var bytes = new byte[BYTES];
        assertThat(sessions[0].read(bytes, 0, BYTES)).isEqualTo(BYTES);
        assertThat(payload.matching(bytes, 0, BYTES, 0)).isEqualTo(BYTES);
    }
}
