package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Impairment;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.SlowReader;
import dev.weir.wire.TcpFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RightEdgeTest {
    private static final Impairment ROAD = Impairment.NONE.withDelay(Duration.ofMillis(5)).withRate(5_000_000)
            .withLoss(0.03).withReordering(0.05, Duration.ofMillis(7)).withDuplication(0.02);

    @Test
    @Rfc({"9293#3.8.6", "SHLD-14", "EDGE-WINDOW-2"})
    void theOfferedRightEdgeNeverMovesLeftAndNothingIsSentBeyondIt() {
        for (int receiveBytes : new int[] {2048, 5000, 65536, 1 << 20}) {
            for (long seed = 1; seed <= 8; seed++) transfer(receiveBytes, seed);
        }
    }

    private static void transfer(int receiveBytes, long seed) {
        var config = StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(receiveBytes)));
        var edges = new Edges();
        var net = TwoHosts.builder().seed(seed).config(config).road(ROAD).clientObserver(edges).serverObserver(edges).build();
        var payload = new Payload(seed);
        var reader = new SlowReader(payload, receiveBytes / 3, Duration.ofMillis(20));
        net.server().listen(9, () -> reader);
        net.client().connect(net.serverAddress(), 9, new Bulk(payload, 60_000));
        net.run();
        assertThat(reader.received()).isEqualTo(60_000);
        assertThat(edges.broken).isEmpty();
        assertThat(edges.looked).isGreaterThan(30);
    }

    /** What the largest window scale here, 5, may round away. */
    private static final int ROUNDING = 31;

    /** Of both hosts: who offers is one, who is bound by it the other. */
    private static final class Edges implements Observer {
        private final Map<Flow, Long> offered = new HashMap<>(); // by the flow of who offers
        private final List<String> broken = new ArrayList<>(); // an observer may not throw
        private int looked;

        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.SEGMENT_SENT;
        }

        @Override
        public void on(Event event) {
            if (!(event instanceof Event.SegmentSent sent) || sent.segment().has(TcpFlags.RST)) return;
            var segment = sent.segment();
            Long limit = offered.get(sent.flow().reversed());
            boolean probe = segment.lengthBytes() == 1;
            if (limit != null && !probe) {
                if (segment.sequence() + segment.lengthBytes() > limit) broken.add("beyond " + limit + ": " + sent);
            }
            if (!segment.has(TcpFlags.ACK)) return;
            long edge = segment.acknowledgment() + segment.windowBytes();
            Long before = offered.put(sent.flow(), edge);
            if (before != null && edge < before - ROUNDING) broken.add("back from " + before + ": " + sent);
            looked++;
        }
    }
}
