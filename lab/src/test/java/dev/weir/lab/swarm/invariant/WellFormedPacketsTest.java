package dev.weir.lab.swarm.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Impairment;
import dev.weir.lab.Payload;
import dev.weir.lab.TwoHosts;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real packets of a stack, and the same ones damaged in one place. */
class WellFormedPacketsTest {
    private static final int TCP = 20;
    private static final List<byte[]> PACKETS = packets();

    /** What a client sends, on a link that leaves checksums to it. */
    private static List<byte[]> packets() {
        var packets = new ArrayList<byte[]>();
        var payload = new Payload(1);
        var net = TwoHosts.builder().wrap((link, client) -> !client ? link : new CapturedLink(
                new ImpairedLink(link, Impairment.NONE, Impairment.NONE, 1, Observer.NONE),
                (outbound, _, bytes, offset, length) -> {
                    if (outbound) packets.add(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
                })).build();
        net.server().listen(80, () -> new Sink(payload));
        net.client().connect(net.serverAddress(), 80, new Bulk(payload, 5000));
        net.run();
        return packets;
    }

    private static String found(byte[] packet) {
        var invariant = new WellFormedPackets(1500);
        invariant.sent(1, MemorySegment.ofArray(packet), 0, packet.length);
        return invariant.breach().map(Breach::what).orElse("");
    }

    private interface Damage {
        void to(MemorySegment packet);
    }

    /** The first packet that carries data, damaged and with its checksums made right again. */
    private static String damaged(Damage damage) {
        byte[] packet = PACKETS.get(2).clone();
        var segment = MemorySegment.ofArray(packet);
        damage.to(segment);
        int length = packet.length - TCP;
        TcpHeader.writeChecksum(segment, TCP, length, 0, IpAddress.ofIpv4(Ipv4Header.source(segment, 0)).low(), 0,
                IpAddress.ofIpv4(Ipv4Header.destination(segment, 0)).low());
        return found(packet);
    }

    @Test
    void whatAStackSendsIsWellFormed() {
        assertThat(PACKETS).hasSizeGreaterThan(5).allSatisfy(packet -> assertThat(found(packet)).isEmpty());
        assertThat(damaged(_ -> { })).isEmpty();
    }

    @Test
    void aWrongChecksumIsFound() {
        byte[] packet = PACKETS.get(2).clone();
        packet[packet.length - 1]++;
        assertThat(found(packet)).isEqualTo("the TCP checksum is wrong");
    }

    @Test
    void aDamagedIpHeaderIsFound() {
        byte[] packet = PACKETS.get(2).clone();
        packet[8]--; // the time to live, and with it the checksum
        assertThat(found(packet)).startsWith("IP header: ");
    }

    @Test
    void aPacketLargerThanTheLinkIsFound() {
        var invariant = new WellFormedPackets(1000);
        byte[] packet = PACKETS.get(2);
        invariant.sent(1, MemorySegment.ofArray(packet), 0, packet.length);
        assertThat(invariant.breach().orElseThrow().what()).isEqualTo("the largest that the link takes has 1000");
    }

    @Test
    void flagsThatMayNotStandTogetherAreFound() {
        assertThat(damaged(s -> TcpHeader.writeFlags(s, TCP, TcpFlags.SYN | TcpFlags.FIN))).isEqualTo("SYN with FIN or RST");
        assertThat(damaged(s -> TcpHeader.writeFlags(s, TCP, TcpFlags.RST))).isEqualTo("RST with data");
        assertThat(damaged(s -> TcpHeader.writeFlags(s, TCP, TcpFlags.PSH))).isEqualTo("neither SYN, RST nor ACK");
    }

    @Test
    void optionsThatBelongToASynAreFoundElsewhere() {
        assertThat(damaged(s -> s.set(ValueLayout.JAVA_INT_UNALIGNED, TCP + 20, 0xb4050402))) // mss 1460
                .isEqualTo("option mss without SYN");
    }

    @Test
    void malformedOptionsAreFound() {
        assertThat(damaged(s -> s.set(ValueLayout.JAVA_BYTE, TCP + 23, (byte) 200))).isEqualTo("malformed options");
    }
}
