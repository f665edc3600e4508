package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Packets for the tests of links. */
final class Packets {
    static final int TCP_IPV4_HEADERS = 40;
    static final int TCP_IPV6_HEADERS = 60;

    private static final IpAddress A4 = IpAddress.parse("10.0.0.1");
    private static final IpAddress B4 = IpAddress.parse("10.0.0.2");
    private static final IpAddress A6 = IpAddress.parse("fd00::1");
    private static final IpAddress B6 = IpAddress.parse("fd00::2");

    private Packets() {}

    static OutgoingPacket tcp(boolean ipv4, int sequence, int flags, byte[] payload) {
        return tcp(ipv4, sequence, flags, 0, payload, payload.length);
    }

    /** A complete segment with the sequence number of its first byte, its payload in slices of {@code slice} bytes. */
    static OutgoingPacket tcp(boolean ipv4, int sequence, int flags, int urgent, byte[] payload, int slice) {
        var packet = new OutgoingPacket(Arena.ofAuto());
        int ip = ip(packet, ipv4, IpProtocol.TCP, 20 + payload.length);
        TcpHeader.write(packet.header(), ip, 1000, 2000, sequence, 77, 20, flags, 8000, urgent);
        packet.headers(ip, 20);
        slices(packet, payload, slice);
        finish(packet, ipv4, IpProtocol.TCP, TcpHeader.CHECKSUM_OFFSET);
        return packet;
    }

    static OutgoingPacket udp(boolean ipv4, byte[] payload) {
        var packet = new OutgoingPacket(Arena.ofAuto());
        int ip = ip(packet, ipv4, IpProtocol.UDP, 8 + payload.length);
        UdpHeader.write(packet.header(), ip, 1000, 2000, 8 + payload.length);
        packet.headers(ip, 8);
        slices(packet, payload, Math.max(1, payload.length));
        finish(packet, ipv4, IpProtocol.UDP, UdpHeader.CHECKSUM_OFFSET);
        return packet;
    }

    /** Leaves the packet's checksum as a link that finishes checksums wants it. */
    static OutgoingPacket unfinished(OutgoingPacket packet) {
        MemorySegment header = packet.header();
        boolean ipv4 = Ipv4Header.version(header, 0) == 4;
        int protocol = ipv4 ? Ipv4Header.protocol(header, 0) : Ipv6Header.nextHeader(header, 0);
        int field = protocol == IpProtocol.TCP ? TcpHeader.CHECKSUM_OFFSET : UdpHeader.CHECKSUM_OFFSET;
        Checksum.store(header, packet.transportOffset() + field, Checksum.fold(
                pseudo(ipv4, protocol, packet.transportHeaderLength() + packet.payloadLength())));
        packet.checksumUnfinished();
        return packet;
    }

    /** A packet of so many bytes that is told from others by a number. */
    static OutgoingPacket numbered(int number, int length) {
        return tcp(true, number, 16, new byte[length - TCP_IPV4_HEADERS]);
    }

    static int number(byte[] packet) {
        return TcpHeader.sequence(MemorySegment.ofArray(packet), Ipv4Header.MINIMUM_LENGTH);
    }

    /** The next frame's bytes, or null. */
    static byte[] receive(Link link, long now) {
        var frame = new Frame();
        return link.receive(frame, now) ? bytes(frame) : null;
    }

    static byte[] bytes(Frame frame) {
        return frame.segment().asSlice(frame.offset(), frame.length()).toArray(ValueLayout.JAVA_BYTE);
    }

    static byte[] bytes(OutgoingPacket packet) {
        var bytes = new byte[packet.length()];
        packet.copyTo(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    static byte[] payload(byte[] packet) {
        var s = MemorySegment.ofArray(packet);
        int ip = packet[0] >>> 4 == 4 ? Ipv4Header.headerLength(s, 0) : Ipv6Header.LENGTH;
        return Arrays.copyOfRange(packet, ip + TcpHeader.dataOffset(s, ip), packet.length);
    }

    /** Fails unless lengths and both checksums are right. */
    static void expectIntact(byte[] packet) {
        var s = MemorySegment.ofArray(packet);
        if (packet[0] >>> 4 == 4) {
            assertThat(Ipv4Header.check(s, 0, packet.length)).isEqualTo(Fault.NONE);
            assertThat(Ipv4Header.totalLength(s, 0)).isEqualTo(packet.length);
        } else {
            assertThat(Ipv6Header.check(s, 0, packet.length)).isEqualTo(Fault.NONE);
            assertThat(Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, 0)).isEqualTo(packet.length);
        }
        assertThat(transportVerifies(packet)).as("transport checksum").isTrue();
    }

    static boolean transportVerifies(byte[] packet) {
        var s = MemorySegment.ofArray(packet);
        boolean ipv4 = packet[0] >>> 4 == 4;
        int ip = ipv4 ? Ipv4Header.headerLength(s, 0) : Ipv6Header.LENGTH;
        int protocol = ipv4 ? Ipv4Header.protocol(s, 0) : Ipv6Header.nextHeader(s, 0);
        return Checksum.verifies(
                pseudo(ipv4, protocol, packet.length - ip) + Checksum.sum(s, ip, packet.length - ip));
    }

    private static int ip(OutgoingPacket packet, boolean ipv4, int protocol, int length) {
        if (ipv4) {
            Ipv4Header.write(packet.header(), 0, 0, 20 + length, 65_530, true, 64, protocol, A4.ipv4(), B4.ipv4());
            return 20;
        }
        Ipv6Header.write(packet.header(), 0, 0, 5, length, protocol, 64, A6.high(), A6.low(), B6.high(), B6.low());
        return 40;
    }

    private static void slices(OutgoingPacket packet, byte[] payload, int slice) {
        MemorySegment chunk = Arena.ofAuto().allocate(payload.length + 3L);
        MemorySegment.copy(payload, 0, chunk, ValueLayout.JAVA_BYTE, 3, payload.length);
        for (int at = 0; at < payload.length; at += slice) {
            packet.append(chunk, 3 + at, Math.min(slice, payload.length - at));
        }
    }

    private static void finish(OutgoingPacket packet, boolean ipv4, int protocol, int field) {
        var bytes = MemorySegment.ofArray(bytes(packet));
        int o = packet.transportOffset();
        int length = packet.length() - o;
        long sum = pseudo(ipv4, protocol, length) + Checksum.sum(bytes, o, length);
        Checksum.store(packet.header(), o + field,
                protocol == IpProtocol.UDP ? UdpHeader.finish(sum) : Checksum.finish(sum));
    }

    private static long pseudo(boolean ipv4, int protocol, int length) {
        IpAddress a = ipv4 ? A4 : A6;
        IpAddress b = ipv4 ? B4 : B6;
        return Checksum.pseudoHeader(a.high(), a.low(), b.high(), b.low(), protocol, length);
    }
}
