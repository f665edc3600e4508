package dev.weir.io;

import dev.weir.core.link.OutgoingPacket;
import dev.weir.wire.Checksum;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Packets made by hand, for tests that speak to a kernel without a stack. */
final class Packets {
    private final Arena arena = Arena.ofAuto();
    private final IpAddress source;
    private final IpAddress destination;

    Packets(String source, String destination) {
        this.source = IpAddress.parse(source);
        this.destination = IpAddress.parse(destination);
    }

    OutgoingPacket udp(int sourcePort, int destinationPort, byte[] data) {
        var packet = new OutgoingPacket(arena);
        int ip = ipHeader(packet, IpProtocol.UDP, UdpHeader.LENGTH + data.length);
        UdpHeader.write(packet.header(), ip, sourcePort, destinationPort, UdpHeader.LENGTH + data.length);
        packet.headers(ip, UdpHeader.LENGTH);
        append(packet, data);
        long sum = pseudoHeader(IpProtocol.UDP, UdpHeader.LENGTH + data.length)
                + Checksum.sum(packet.header(), ip, UdpHeader.LENGTH)
                + Checksum.sum(MemorySegment.ofArray(data), 0, data.length);
        Checksum.store(packet.header(), ip + UdpHeader.CHECKSUM_OFFSET, UdpHeader.finish(sum));
        return packet;
    }

    /** A segment whose checksum the link has to finish; cut into pieces of {@code segmentSize} unless that is 0. */
    OutgoingPacket tcp(
            int sourcePort, int destinationPort, int sequence, int acknowledgment, int flags,
            byte[] data, int segmentSize) {
        var packet = new OutgoingPacket(arena);
        int length = TcpHeader.MINIMUM_LENGTH + data.length;
        int ip = ipHeader(packet, IpProtocol.TCP, length);
        TcpHeader.write(packet.header(), ip, sourcePort, destinationPort, sequence, acknowledgment,
                TcpHeader.MINIMUM_LENGTH, flags, 65535, 0);
        int unfinished = Checksum.fold(pseudoHeader(IpProtocol.TCP, length));
        Checksum.store(packet.header(), ip + TcpHeader.CHECKSUM_OFFSET, unfinished);
        packet.headers(ip, TcpHeader.MINIMUM_LENGTH);
        packet.checksumUnfinished();
        packet.segmentSize(segmentSize);
        append(packet, data);
        return packet;
    }

    /** In slices of a thousand bytes, as a send buffer would have them. */
    private void append(OutgoingPacket packet, byte[] data) {
        var chunk = arena.allocateFrom(ValueLayout.JAVA_BYTE, data);
        for (int at = 0; at < data.length; at += 1000) packet.append(chunk, at, Math.min(1000, data.length - at));
    }

    private int ipHeader(OutgoingPacket packet, int protocol, int length) {
        if (source.isIpv4()) {
            Ipv4Header.write(packet.header(), 0, 0, Ipv4Header.MINIMUM_LENGTH + length, 1, true, 64, protocol,
                    source.ipv4(), destination.ipv4());
            return Ipv4Header.MINIMUM_LENGTH;
        }
        Ipv6Header.write(packet.header(), 0, 0, 0, length, protocol, 64, source.high(), source.low(),
                destination.high(), destination.low());
        return Ipv6Header.LENGTH;
    }

    private long pseudoHeader(int protocol, int length) {
        return Checksum.pseudoHeader(
                source.high(), source.low(), destination.high(), destination.low(), protocol, length);
    }
}
