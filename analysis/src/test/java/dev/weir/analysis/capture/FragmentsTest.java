package dev.weir.analysis.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentsTest {
    private static final int DATA = 2000;
    private static final int PIECE = 504;

    private final SegmentReader reader = new SegmentReader();

    /** The fragments of one segment with 2,000 bytes of text, in order. */
    private static List<Packet> fragments(boolean ipv6, int identification) {
        var whole = new Frames(ipv6).packet(5, true, ".", 100, 7, 500, "", DATA);
        return ipv6 ? ipv6(whole, identification) : ipv4(whole, identification);
    }

    private static List<Packet> ipv4(Packet whole, int identification) {
        var pieces = new ArrayList<Packet>();
        int header = Ipv4Header.MINIMUM_LENGTH;
        long length = whole.data().byteSize() - header;
        for (int at = 0; at < length; at += PIECE) {
            int size = (int) Math.min(PIECE, length - at);
            var s = MemorySegment.ofArray(new byte[header + size]);
            MemorySegment.copy(whole.data(), 0, s, 0, header);
            MemorySegment.copy(whole.data(), header + at, s, header, size);
            Ipv4Header.writeIdentification(s, 0, identification);
            Ipv4Header.writeFragment(s, 0, header + size, at, at + size < length);
            pieces.add(with(whole, s));
        }
        return pieces;
    }

    private static List<Packet> ipv6(Packet whole, int identification) {
        var pieces = new ArrayList<Packet>();
        int header = Ipv6Header.LENGTH;
        int fragment = Ipv6Extensions.FRAGMENT_LENGTH;
        long length = whole.data().byteSize() - header;
        for (int at = 0; at < length; at += PIECE) {
            int size = (int) Math.min(PIECE, length - at);
            var s = MemorySegment.ofArray(new byte[header + fragment + size]);
            Ipv6Header.write(s, 0, 0, 0, fragment + size, IpProtocol.IPV6_FRAGMENT, 64, 1, 2, 3, 4);
            Ipv6Extensions.writeFragment(s, header, IpProtocol.TCP, at, at + size < length, identification);
            MemorySegment.copy(whole.data(), header + at, s, header + fragment, size);
            pieces.add(with(whole, s));
        }
        return pieces;
    }

    private static Packet with(Packet packet, MemorySegment data) {
        return new Packet(0, packet.linkType(), packet.timestampNanos(), (int) data.byteSize(), data,
                packet.direction(), packet.comments());
    }

    private static Packet snapped(Packet packet) {
        return Frames.cut(packet, (int) Math.min(96, packet.data().byteSize()));
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void aSegmentInFragmentsIsReadWithTheLastThatWasMissing(boolean ipv6) {
        var pieces = fragments(ipv6, 9);
        Collections.shuffle(pieces, new Random(1));
        for (var piece : pieces.subList(0, pieces.size() - 1)) assertThat(reader.read(piece)).isFalse();
        assertThat(reader.read(pieces.getLast())).isTrue();
        assertThat(reader.segment().lengthBytes()).isEqualTo(DATA);
        assertThat(reader.segment().sequence()).isEqualTo(100);
        assertThat(reader.segment().sourcePort()).isEqualTo(1000);
        assertThat(reader.segment().frame()).isEqualTo(pieces.size());
        assertThat(reader.segment().isCut()).isFalse();
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void fragmentsThatTheSnapLengthCutStillTellTheLength(boolean ipv6) {
        var pieces = fragments(ipv6, 9);
        for (var piece : pieces.subList(0, pieces.size() - 1)) assertThat(reader.read(snapped(piece))).isFalse();
        assertThat(reader.read(snapped(pieces.getLast()))).isTrue();
        assertThat(reader.segment().lengthBytes()).isEqualTo(DATA);
        assertThat(reader.segment().isCut()).isTrue();
    }

    @Test
    void aRepeatedFragmentAndAnotherPacketsFragmentsCompleteNothing() {
        var pieces = fragments(false, 9);
        var others = fragments(false, 10);
        assertThat(reader.read(pieces.getFirst())).isFalse();
        assertThat(reader.read(pieces.getFirst())).isFalse();
        for (var other : others.subList(1, others.size())) assertThat(reader.read(other)).isFalse();
        for (var piece : pieces.subList(1, pieces.size() - 1)) assertThat(reader.read(piece)).isFalse();
        assertThat(reader.read(pieces.getLast())).isTrue();
    }

    @Test
    void theOldestIsForgottenWhenTooManyAreInTheMaking() {
        for (int i = 0; i <= Fragments.MOST; i++) assertThat(reader.read(fragments(false, i).getFirst())).isFalse();
        var oldest = fragments(false, 0);
        for (var piece : oldest.subList(1, oldest.size())) assertThat(reader.read(piece)).isFalse();
        var next = fragments(false, Fragments.MOST);
        for (var piece : next.subList(1, next.size() - 1)) assertThat(reader.read(piece)).isFalse();
        assertThat(reader.read(next.getLast())).isTrue();
    }
}
