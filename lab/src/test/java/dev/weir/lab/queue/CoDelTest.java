package dev.weir.lab.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.lab.net.Network;
import dev.weir.lab.net.Run;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CoDelTest {
    private static final long MS = 1_000_000;

    private final Packets packets = new Packets();
    private final PacketQueue queue = CoDel.DEFAULT.withPackets(100_000).open(packets.place, 1);

    @Test
    void dropsComeFasterByTheSquareRootOfTheirCount() {
        for (int i = 0; i < 20_000; i++) queue.enqueue(packets.packet(1, 1000, 0, 0), 0);
        var drops = new ArrayList<Long>();
        for (long now = 6 * MS; drops.size() < 40; now += MS / 10) {
            long before = packets.place.count(Cause.QUEUE_DROP);
            free(queue.dequeue(now));
            if (packets.place.count(Cause.QUEUE_DROP) > before) drops.add(now);
        }
        assertThat(drops.getFirst()).isEqualTo(106 * MS); // an interval after the target was first exceeded
        for (int n = 1; n < drops.size(); n++) {
            double gap = 100 * MS / Math.sqrt(n);
            assertThat((double) drops.get(n) - drops.get(n - 1)).as("gap %d", n).isCloseTo(gap, within(0.11 * MS));
        }
    }

    @Test
    void aBurstThatDrainsWithinAnIntervalIsLeftAlone() {
        for (int i = 0; i < 90; i++) queue.enqueue(packets.packet(1, 1000, 0, 0), 0);
        for (long now = MS; queue.packets() > 0; now += MS) free(queue.dequeue(now));
        assertThat(packets.place.count(Cause.QUEUE_DROP)).isZero();
    }

    @Test
    void onePacketThatWaitedLongIsNoStandingQueue() {
        for (long now = 0; now < 1000 * MS; now += 20 * MS) {
            queue.enqueue(packets.packet(1, 1000, 0, now), now);
            free(queue.dequeue(now + 19 * MS));
        }
        assertThat(packets.place.count(Cause.QUEUE_DROP)).isZero();
    }

    @Test
    void whatCanBeMarkedIsMarkedAndDelivered() {
        for (int i = 0; i < 3000; i++) queue.enqueue(packets.packet(1, 1000, 2, 0), 0);
        int marked = 0;
        int taken = 0;
        for (long now = 6 * MS; queue.packets() > 0; now += MS) {
            Packet packet = queue.dequeue(now);
            taken++;
            if (packet.ecn() == 3) marked++;
            free(packet);
        }
        assertThat(taken).isEqualTo(3000);
        assertThat(marked).isGreaterThan(20);
        assertThat(packets.place.count(Cause.MARKED)).isEqualTo(marked);
        assertThat(packets.place.count(Cause.QUEUE_DROP)).isZero();
    }

    @Test
    void withoutEcnItDropsAllTheSame() {
        var plain = CoDel.DEFAULT.withEcn(false).withPackets(100_000).open(packets.place, 1);
        for (int i = 0; i < 1000; i++) plain.enqueue(packets.packet(1, 1000, 2, 0), 0);
        for (long now = 6 * MS; plain.packets() > 0; now += MS) free(plain.dequeue(now));
        assertThat(packets.place.count(Cause.QUEUE_DROP)).isPositive();
        assertThat(packets.place.count(Cause.MARKED)).isZero();
    }

    @Test
    void aBulkFlowFillsTheLinkAndNotTheQueue() {
        var net = Network.builder().host("client").host("server").link("client", "server",
                link -> link.rate(10_000_000).delay(Duration.ofMillis(20)).queue(CoDel.DEFAULT)).build();
        var run = Run.prepared(net, 50_000_000, _ -> { });
        net.runFor(Duration.ofSeconds(20));
        assertThat(run.received()).isGreaterThan(18_000_000);
        assertThat(net.link("client", "server").there().statistics().queue().mean()).isLessThan(10_000); // 8 ms
    }

    private void free(Packet packet) {
        packets.pool.free(packet);
    }
}
