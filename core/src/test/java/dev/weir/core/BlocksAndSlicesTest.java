package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.SendCause;
import dev.weir.core.link.SegmentingLink;
import dev.weir.core.tcp.Connection;
import org.junit.jupiter.api.Test;

/** Options that come and go, and memory that runs out. */
class BlocksAndSlicesTest {
    private static Peer.Sent syn(Peer peer) {
        return peer.segment("S").mss(1460).sackPermitted().timestamps(1, 0).window(65535);
    }

    @Test
    @Rfc({"6691#1", "EDGE-HANDSHAKE-6"})
    void segmentsOfASuperPacketHaveRoomForTheSackBlockThatTheyCarry() {
        var host = new OneHost(StackConfig.linux(), 1, SegmentingLink::new);
        var peer = host.peer(5000, 80);
        Connection connection = peer.connect(host.listen(80), syn(peer));
        peer.segment("P.").seq(1).ack(1).timestamps(2, 0).data(100).arrives();
        peer.hears();
        peer.segment("P.").seq(51).ack(1).timestamps(2, 0).data(100).arrives(); // half of it is a duplicate
        connection.write(new byte[10_000], 0, 10_000);
        host.changed(connection);
        while (host.stack.turn(host.now)) assertThat(host.link.sent).isNotEmpty();
        assertThat(host.link.sent).hasSizeGreaterThan(5)
                .allSatisfy(packet -> assertThat(packet.length).isLessThanOrEqualTo(1500));
    }

    @Test
    @Rfc({"9293#3.8.5", "MUST-62"})
    void urgentDataLeavesInOrdinarySegmentsWithAPointerEach() {
        var host = new OneHost(StackConfig.linux(), 1, SegmentingLink::new);
        var peer = host.peer(5000, 80);
        Connection connection = peer.connect(host.listen(80));
        connection.write(new byte[4380], 0, 4380);
        connection.sendUrgent(host.now);
        host.turn();
        assertThat(peer.heardSoFar()).hasSize(3)
                .allSatisfy(segment -> assertThat(segment.seq() + segment.urgentPointer()).isEqualTo(4381));
    }

    @Test
    @Rfc({"2018#8"})
    void memoryHeldBeyondAHoleIsGivenUpForWhatFillsTheHole() {
        int chunk = ChunkPool.CHUNK_BYTES;
        var host = new OneHost(StackConfig.linux().withLimits(limits -> limits.withBufferBytes(4L * chunk)));
        var peer = host.peer(5000, 80);
        var syn = peer.segment("S").mss(1460).sackPermitted().windowScale(7);
        Connection connection = peer.connect(host.listen(80), syn);
        peer.segment("P.").seq(1).ack(1).data(1).arrives();
        peer.hears(); // our SYN's window was not scaled, this one is
        connection.read(new byte[1], 0, 1);
        host.changed(connection);
        host.turn();
        assertThat(host.stack.bufferBytesInUse()).isZero();
        for (int i = 2; i < 6; i++) {
            assertThat(peer.segment(".").seq(i * chunk).ack(1).data(1000).arrives()).isEqualTo(DropReason.NONE);
        }
        assertThat(peer.segment(".").seq(6 * chunk).ack(1).data(1000).arrives()).isEqualTo(DropReason.NO_MEMORY);
        assertThat(host.stack.bufferBytesInUse()).isEqualTo(4L * chunk);
        assertThat(peer.segment(".").seq(2).ack(1).data(1000).arrives()).isEqualTo(DropReason.NONE);
        assertThat(connection.available()).isEqualTo(1000);
        assertThat(peer.hears().getLast().options().sackEdges()).isEmpty();
        assertThat(host.stack.bufferBytesInUse()).isEqualTo(chunk);
        for (int seq = 1002; seq < 3 * chunk; seq += 1000) peer.segment(".").seq(seq).ack(1).data(1000).arrives();
        var read = new byte[3 * chunk];
        int count = connection.read(read, 0, read.length);
        assertThat(count).isGreaterThan(2 * chunk);
        for (int i = 0; i < count; i++) {
            if (read[i] != Peer.byteAt(i + 2)) throw new AssertionError("wrong byte at " + i);
        }
        connection.abort(host.now);
        assertThat(host.stack.bufferBytesInUse()).isZero();
    }

    @Test
    @Rfc({"7323#4.1", "MUST-18"})
    void timestampThatWasNeverSentMeasuresNothing() {
        var host = new OneHost();
        var peer = host.peer(5000, 80);
        Connection connection = peer.connect(host.listen(80), syn(peer));
        connection.write(new byte[100], 0, 100);
        host.changed(connection);
        peer.hears();
        host.advanceMillis(300); // retransmitted: only the timestamp can tell
        int sent = peer.hears().getLast().options().tsVal();
        long srtt = connection.info(host.now).srttNanos();
        peer.segment(".").seq(1).ack(51).timestamps(2, sent + 100_000).arrives();
        assertThat(connection.info(host.now).srttNanos()).isEqualTo(srtt);
        assertThat(connection.info(host.now).backoff()).isOne();
        peer.segment(".").seq(1).ack(101).timestamps(2, sent).arrives();
        assertThat(connection.info(host.now).backoff()).isZero();
    }

    @Test
    @Rfc({"2018#4", "2883#4"})
    void duplicateFromBeforeTheFirstByteIsNotReported() {
        var host = new OneHost();
        var peer = host.peer(5000, 80);
        peer.connect(host.listen(80), syn(peer));
        peer.segment(".").seq(-50).ack(1).timestamps(2, 0).data(20).arrives();
        assertThat(peer.hearsOne().options().sackEdges()).isEmpty();
    }

    @Test
    @Rfc("2018#4")
    void atTheLimitOfHolesASegmentThatExtendsARangeIsTaken() {
        var full = new OneHost(StackConfig.linux().withTcp(tcp -> tcp.withBuffers(tcp.buffers().withHoles(2))));
        var sender = full.peer(5000, 80);
        var accepted = sender.connect(full.listen(80));
        sender.segment(".").seq(1001).ack(1).data(100).arrives();
        sender.segment(".").seq(2001).ack(1).data(100).arrives();
        assertThat(sender.segment(".").seq(3001).ack(1).data(100).arrives()).isEqualTo(DropReason.REASSEMBLY_LIMIT);
        assertThat(sender.segment(".").seq(1101).ack(1).data(100).arrives()).as("behind").isEqualTo(DropReason.NONE);
        assertThat(sender.segment(".").seq(1901).ack(1).data(100).arrives()).as("before").isEqualTo(DropReason.NONE);
        assertThat(accepted.info(full.now).outOfOrderBytes()).isEqualTo(400);
        sender.segment(".").seq(1201).ack(1).data(700).arrives(); // joins both
        assertThat(sender.segment(".").seq(3001).ack(1).data(100).arrives()).isEqualTo(DropReason.NONE);
    }

    @Test
    @Rfc("5681#4.2")
    void acknowledgmentOfAFilledHoleSaysSo() {
        var host = new OneHost();
        var peer = host.peer(5000, 80);
        peer.connect(host.listen(80));
        for (int start : new int[] {1001, 1}) peer.segment(".").seq(start).ack(1).data(1000).arrives();
        peer.hears();
        assertThat(host.events(Event.SegmentSent.class).getLast().cause()).isEqualTo(SendCause.ACK_HOLE_FILLED);
    }

    @Test
    void synOfAPeerThatHasForgottenTheConnectionIsNotCalledAProbe() {
        var host = new OneHost();
        var peer = host.peer(5000, 80);
        peer.connect(host.listen(80));
        peer.segment("S").seq(-5000).arrives();
        peer.hears();
        assertThat(host.events(Event.SegmentSent.class).getLast().cause()).isEqualTo(SendCause.ACK_UNACCEPTABLE);
        host.advanceMillis(1000);
        peer.segment(".").seq(0).ack(1).arrives();
        peer.hears();
        assertThat(host.events(Event.SegmentSent.class).getLast().cause()).isEqualTo(SendCause.ACK_OF_PROBE);
    }
}
