package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.wire.TcpFlags;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapturedLinkTest {
    private record Seen(boolean outbound, long at, byte[] bytes) {}

    private final List<Seen> seen = new ArrayList<>();
    private final PacketSink sink = (outbound, at, bytes, offset, length) ->
            seen.add(new Seen(outbound, at, bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));

    @Test
    @Rfc("EDGE-LIFECYCLE-9")
    void bothDirectionsAreSeenWithFinishedChecksumsAndSuperPacketsWhole() {
        var pair = MemoryLink.pair(1500);
        var link = new CapturedLink(pair.a(), sink);
        var out = Packets.unfinished(Packets.tcp(true, 1, TcpFlags.ACK, 0, new byte[9001], 100));
        out.segmentSize(1460);
        var in = Packets.unfinished(Packets.tcp(false, 1, TcpFlags.ACK, new byte[101]));
        assertThat(link.send(out, 5)).isTrue();
        pair.b().send(in, 6);
        var frame = new Frame();
        assertThat(link.receive(frame, 7)).isTrue();
        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst().outbound()).isTrue();
        assertThat(seen.getFirst().at()).isEqualTo(5);
        assertThat(seen.getFirst().bytes()).hasSize(9041);
        assertThat(seen.getLast().outbound()).isFalse();
        assertThat(seen.getLast().at()).isEqualTo(7);
        seen.forEach(packet -> Packets.expectIntact(packet.bytes()));
        assertThat(frame.isChecksumUnfinished()).as("the stack sees no difference").isTrue();
        assertThat(Packets.bytes(frame)).isEqualTo(Packets.bytes(in));
    }

    @Test
    void aBlockedPacketIsSeenOnceItIsTaken() {
        var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
        var link = new CapturedLink(pair.a(), sink);
        int taken = 0;
        while (link.send(Packets.numbered(taken, 1500), 0)) taken++;
        assertThat(seen).hasSize(taken);
    }

    @Test
    void whatIsNoTcpOrUdpIsSeenAsItIs() {
        var pair = MemoryLink.pair(1500);
        var link = new CapturedLink(pair.a(), sink);
        var odd = new OutgoingPacket(java.lang.foreign.Arena.ofAuto());
        odd.header().set(ValueLayout.JAVA_BYTE, 0, (byte) 0x4f);
        odd.headers(7, 0);
        odd.checksumUnfinished();
        link.send(odd, 0);
        assertThat(seen.getFirst().bytes()).isEqualTo(Packets.bytes(odd));
    }

    @Test
    void everythingElseIsTheInnerLinks() {
        var pair = MemoryLink.pair(1500);
        var link = new CapturedLink(pair.a(), sink);
        Doorbell bell = () -> {};
        link.onArrival(bell);
        assertThat(pair.b().peer()).isSameAs(bell);
        assertThat(link.inner()).isSameAs(pair.a());
        assertThat(link.capabilities()).isEqualTo(pair.a().capabilities());
        link.close();
        link.close();
        assertThat(link.send(Packets.numbered(1, 100), 0)).isTrue();
        assertThat(link.receive(new Frame(), 0)).isFalse();
        assertThat(seen).isEmpty();
    }
}
