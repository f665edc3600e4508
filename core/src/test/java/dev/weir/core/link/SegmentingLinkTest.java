package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Ipv4Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentingLinkTest {
    private final Wire wire = new Wire();
    private final SegmentingLink link = new SegmentingLink(wire);

    /** Takes so many packets and is blocked then. */
    private static final class Wire implements Link {
        final List<byte[]> packets = new ArrayList<>();
        int room = Integer.MAX_VALUE;

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500);
        }

        @Override
        public boolean send(OutgoingPacket packet, long now) {
            if (room == 0) return false;
            room--;
            packets.add(Packets.bytes(packet));
            return true;
        }

        @Override
        public boolean receive(Frame frame, long now) {
            return false;
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void segmentsCarryThePayloadInOrderWithIntactHeaders(boolean ipv4) {
        for (long seed = 0; seed < 100; seed++) {
            wire.packets.clear();
            var random = new SplittableRandom(seed);
            var payload = new byte[1 + random.nextInt(60_000)];
            random.nextBytes(payload);
            int size = 1 + random.nextInt(1440);
            if (seed == 0) size = 1440;
            if (payload.length / size > 500) size += 200;
            int slice = 1 + random.nextInt(20_000);
            var packet = Packets.unfinished(Packets.tcp(ipv4, -1000, TcpFlags.ACK, 0, payload, slice));
            packet.segmentSize(size);
            assertThat(link.send(packet, 0)).isTrue();
            expectCut(payload, size, ipv4);
        }
    }

    private void expectCut(byte[] payload, int size, boolean ipv4) {
        assertThat(wire.packets).hasSize((payload.length + size - 1) / size);
        var carried = new ByteArrayOutputStream();
        for (int i = 0; i < wire.packets.size(); i++) {
            byte[] segment = wire.packets.get(i);
            Packets.expectIntact(segment);
            var s = MemorySegment.ofArray(segment);
            int tcp = ipv4 ? 20 : 40;
            assertThat(TcpHeader.sequence(s, tcp)).isEqualTo(-1000 + i * size);
            assertThat(TcpHeader.acknowledgment(s, tcp)).isEqualTo(77);
            assertThat(TcpHeader.window(s, tcp)).isEqualTo(8000);
            if (ipv4) {
                assertThat(Ipv4Header.identification(s, 0)).as("wraps").isEqualTo(65_530 + i & 0xffff);
                assertThat(Ipv4Header.dontFragment(s, 0)).isTrue();
            }
            carried.writeBytes(Packets.payload(segment));
        }
        assertThat(carried.toByteArray()).isEqualTo(payload);
    }

    @Test
    void finAndPushStandOnTheLastSegmentOnlyAndCwrOnTheFirst() {
        int all = TcpFlags.ACK | TcpFlags.FIN | TcpFlags.PSH | TcpFlags.CWR | TcpFlags.ECE;
        var packet = Packets.tcp(true, 1, all, new byte[250]);
        packet.segmentSize(100);
        link.send(packet, 0);
        assertThat(wire.packets).extracting(SegmentingLinkTest::flags).containsExactly(
                TcpFlags.ACK | TcpFlags.CWR | TcpFlags.ECE,
                TcpFlags.ACK | TcpFlags.ECE,
                TcpFlags.ACK | TcpFlags.ECE | TcpFlags.FIN | TcpFlags.PSH);
        wire.packets.forEach(Packets::expectIntact);
    }

    @Test
    void theUrgentPointerNamesTheSameByteInEverySegment() {
        var packet = Packets.tcp(true, 1, TcpFlags.ACK | TcpFlags.URG, 200, new byte[300], 300);
        packet.segmentSize(100);
        link.send(packet, 0);
        assertThat(wire.packets).extracting(bytes -> TcpHeader.urgentPointer(MemorySegment.ofArray(bytes), 20))
                .containsExactly(200, 100, 0);
        assertThat(wire.packets).extracting(bytes -> (flags(bytes) & TcpFlags.URG) != 0)
                .containsExactly(true, true, false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnfinishedChecksumIsFinishedAlsoWithoutPayloadAndForUdp(boolean ipv4) {
        var whole = Packets.tcp(ipv4, 1, TcpFlags.SYN, new byte[0]);
        byte[] expected = Packets.bytes(whole);
        link.send(Packets.unfinished(whole), 0);
        assertThat(wire.packets.getFirst()).isEqualTo(expected);
        var datagram = Packets.udp(ipv4, new byte[] {1, 2, 3});
        byte[] expectedDatagram = Packets.bytes(datagram);
        link.send(Packets.unfinished(datagram), 0);
        assertThat(wire.packets.getLast()).isEqualTo(expectedDatagram);
    }

    @Test
    void aBadChecksumThatWasMeantIsNotMended() {
        var packet = Packets.numbered(1, 100);
        TcpHeader.writeSequence(packet.header(), 20, 2);
        link.send(packet, 0);
        assertThat(wire.packets.getFirst()).isEqualTo(Packets.bytes(packet));
        assertThat(Packets.transportVerifies(wire.packets.getFirst())).isFalse();
    }

    @Test
    void aLinkThatBlocksInTheMiddleGetsTheRestThoughTheSourceIsGone() {
        var payload = new byte[5000];
        new SplittableRandom(1).nextBytes(payload);
        var packet = Packets.unfinished(Packets.tcp(true, -1000, TcpFlags.ACK, 0, payload, 700));
        packet.segmentSize(1000);
        wire.room = 0;
        assertThat(link.send(packet, 0)).as("nothing was taken").isFalse();
        wire.room = 2;
        assertThat(link.send(packet, 0)).isTrue();
        packet.chunk(0).fill((byte) 0);
        packet.header().fill((byte) 0);
        packet.clear();
        var next = Packets.numbered(9, 100);
        assertThat(link.send(next, 0)).as("blocked until the rest is through").isFalse();
        wire.room = 1;
        assertThat(link.send(next, 0)).isFalse();
        wire.room = Integer.MAX_VALUE;
        link.receive(new Frame(), 0);
        assertThat(wire.packets).hasSize(5);
        expectCut(payload, 1000, true);
        assertThat(link.send(next, 0)).isTrue();
        assertThat(Packets.number(wire.packets.getLast())).isEqualTo(9);
    }

    @Test
    void advertisesWhatItDoes() {
        assertThat(link.capabilities()).isEqualTo(new LinkCapabilities(1500, 65535, true));
        assertThat(link.inner()).isSameAs(wire);
        link.close();
        link.close();
        assertThat(link.send(Packets.numbered(1, 100), 0)).isTrue();
        assertThat(link.receive(new Frame(), 0)).isFalse();
    }

    private static int flags(byte[] packet) {
        return TcpHeader.flags(MemorySegment.ofArray(packet), 20);
    }
}
