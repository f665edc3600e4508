package dev.weir.lab.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.RequestResponse;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Network;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FqCodelTest {
    private static final Payload PAYLOAD = new Payload(6);

    private final Packets packets = new Packets();
    private final PacketQueue queue = FqCodel.DEFAULT.open(packets.place, 1);

    @Test
    void aFlowThatHasJustBegunComesFirst() {
        for (int i = 0; i < 100; i++) enqueue(1, 1500);
        for (int i = 0; i < 10; i++) assertThat(dequeued()).isEqualTo(1);
        enqueue(2, 100);
        assertThat(dequeued()).isEqualTo(2);
        assertThat(dequeued()).isEqualTo(1);
    }

    @Test
    void aFlowThatSendsMoreThanItsQuantumIsNoLongerNew() {
        for (int i = 0; i < 100; i++) enqueue(1, 1500);
        for (int i = 0; i < 2; i++) dequeued(); // flow 1 has used up its first quantum
        for (int i = 0; i < 3; i++) enqueue(2, 1000);
        assertThat(dequeued()).isEqualTo(2);
        assertThat(dequeued()).isEqualTo(2); // 1514 bytes are used up now
        assertThat(dequeued()).isEqualTo(1);
    }

    @Test
    void flowsShareByBytesNotByPackets() {
        for (int i = 0; i < 1000; i++) {
            enqueue(1, 1500);
            enqueue(2, 300);
            enqueue(2, 300);
            enqueue(2, 300);
            enqueue(2, 300);
            enqueue(2, 300);
        }
        long[] bytes = new long[3];
        for (int i = 0; i < 1200; i++) {
            Packet packet = queue.dequeue(1);
            bytes[Packets.flow(packet)] += packet.length();
            packets.pool.free(packet);
        }
        assertThat((double) bytes[1] / bytes[2]).isCloseTo(1, within(0.02));
    }

    @Test
    void beyondTheLimitTheFattestFlowLoses() {
        var small = FqCodel.DEFAULT.withPackets(100).open(packets.place, 1);
        for (int i = 0; i < 10; i++) small.enqueue(packets.packet(2, 200, 0, 0), 0);
        for (int i = 0; i < 200; i++) small.enqueue(packets.packet(1, 1500, 0, 0), 0);
        assertThat(small.packets()).isLessThanOrEqualTo(100);
        assertThat(packets.place.count(Cause.QUEUE_FULL)).isEqualTo(210 - small.packets());
        int thin = 0;
        for (Packet packet; (packet = small.dequeue(1)) != null; packets.pool.free(packet)) {
            if (Packets.flow(packet) == 2) thin++;
        }
        assertThat(thin).isEqualTo(10);
        assertThat(small.packets()).isZero();
        assertThat(small.bytes()).isZero();
        assertThat(packets.pool.inUse()).isZero();
    }

    @Test
    void requestsDoNotWaitBehindABulkFlow() {
        assertThat(slowestRequest(FqCodel.DEFAULT)).isLessThan(Duration.ofMillis(60).toNanos());
        assertThat(slowestRequest(DropTail.ofPackets(1000))).isGreaterThan(Duration.ofMillis(200).toNanos());
    }

    private static long slowestRequest(Queueing queueing) {
        var net = Network.builder().host("client").host("server").link("client", "server",
                link -> link.rate(10_000_000).delay(Duration.ofMillis(20)).queue(queueing)).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        net.host("server").listen(81, () -> new RequestResponse.Server(PAYLOAD, 100, 100));
        net.host("client").connect(net.address("server"), 80, new Bulk(PAYLOAD, 20_000_000));
        var requests = new RequestResponse(PAYLOAD, 100, 100, 50, Duration.ofMillis(100));
        net.time().at(Duration.ofSeconds(2), () -> net.host("client").connect(net.address("server"), 81, requests));
        net.runFor(Duration.ofSeconds(12));
        assertThat(requests.times()).hasSizeGreaterThan(5);
        return requests.times().stream().mapToLong(time -> time).max().orElseThrow();
    }

    private void enqueue(int flow, int length) {
        queue.enqueue(packets.packet(flow, length, 0, 0), 0);
    }

    private int dequeued() {
        Packet packet = queue.dequeue(1);
        packets.pool.free(packet);
        return Packets.flow(packet);
    }
}
