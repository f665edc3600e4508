package dev.weir.analysis.capture;

import dev.weir.analysis.capture.Notice.IcmpError;
import dev.weir.analysis.capture.Notice.NeighborLookup;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Decapsulation;
import dev.weir.wire.pcap.LinkLayer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads what is not TCP and yet speaks of connections: ICMP errors that quote TCP, DNS over UDP, ARP and neighbor
 * discovery. No bytes make it throw; what is cut or malformed is no notice. Not thread-safe.
 */
public final class NoticeReader {
    /** Addresses of one DNS answer that are kept. */
    public static final int MAXIMUM_ADDRESSES = 16;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int DNS_PORT = 53;
    private static final int ARP = 0x0806;
    private static final int ARP_FOR_IPV4 = 0x0800;
    private static final int ARP_LENGTH = 28;
    private static final int NEIGHBOR_LENGTH = 24;
    /** Of a quoted segment, up to its sequence number: routers must quote no more than that (RFC 792). */
    private static final int QUOTED_TCP = 8;

    private final Decapsulation inside = new Decapsulation();

    /**
     * Reads one packet in which {@link SegmentReader} found no segment.
     *
     * @param frame its number, {@link SegmentReader#frames} after it was shown to that reader
     */
    public Optional<Notice> read(CaptureRecord.Packet packet, long frame) {
        var s = packet.data();
        if (!inside.find(packet.linkType(), s)) return Optional.ofNullable(arp(packet, frame));
        int o = inside.offset();
        return Optional.ofNullable(
                Ipv4Header.version(s, o) == 4 ? ipv4(s, o, packet, frame) : ipv6(s, o, packet, frame));
    }

    private static Notice ipv4(MemorySegment s, int o, CaptureRecord.Packet packet, long frame) {
        int headerLength = Ipv4Header.headerLength(s, o);
        if (headerLength < Ipv4Header.MINIMUM_LENGTH || Ipv4Header.fragmentOffset(s, o) != 0) return null;
        long upper = (long) o + headerLength;
        var source = IpAddress.ofIpv4(Ipv4Header.source(s, o));
        var destination = IpAddress.ofIpv4(Ipv4Header.destination(s, o));
        return switch (Ipv4Header.protocol(s, o)) {
            case IpProtocol.ICMP -> icmpv4(s, upper, source, Ipv4Header.timeToLive(s, o), packet, frame);
            case IpProtocol.UDP -> udp(s, upper, source, destination, packet, frame);
            default -> null;
        };
    }

    private static Notice ipv6(MemorySegment s, int o, CaptureRecord.Packet packet, long frame) {
        int protocol = Ipv6Header.nextHeader(s, o);
        long upper = (long) o + Ipv6Header.LENGTH;
        if (Ipv6Extensions.isExtension(protocol)) {
            if (Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o) > s.byteSize() - o) return null;
            var extensions = Ipv6Extensions.walk(s, o);
            if (extensions.fragment() && extensions.fragmentOffset() != 0) return null;
            protocol = extensions.protocol();
            upper = (long) o + extensions.offset();
        }
        var source = new IpAddress(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o));
        var destination = new IpAddress(Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o));
        return switch (protocol) {
            case IpProtocol.ICMPV6 -> icmpv6(s, upper, source, Ipv6Header.hopLimit(s, o), packet, frame);
            case IpProtocol.UDP -> udp(s, upper, source, destination, packet, frame);
            default -> null;
        };
    }

    private static Notice icmpv4(
            MemorySegment s, long o, IpAddress sender, int timeToLive, CaptureRecord.Packet packet, long frame) {
        if (o + IcmpHeader.LENGTH > s.byteSize()) return null;
        int type = IcmpHeader.type(s, o);
        int code = IcmpHeader.code(s, o);
        if (!IcmpHeader.V4.isError(type)) return null;
        boolean tellsMtu = type == IcmpHeader.V4.DESTINATION_UNREACHABLE
                && code == IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED;
        return quoted(s, IcmpHeader.quotedOffset(o), packet, frame, new Report(
                4, type, code, sender, timeToLive, tellsMtu ? IcmpHeader.mtuIpv4(s, o) : 0));
    }

    private static Notice icmpv6(
            MemorySegment s, long o, IpAddress sender, int hopLimit, CaptureRecord.Packet packet, long frame) {
        if (o + IcmpHeader.LENGTH > s.byteSize()) return null;
        int type = IcmpHeader.type(s, o);
        if (type == IcmpHeader.V6.NEIGHBOR_SOLICITATION || type == IcmpHeader.V6.NEIGHBOR_ADVERTISEMENT) {
            if (o + NEIGHBOR_LENGTH > s.byteSize()) return null;
            return new NeighborLookup(frame, packet.timestampNanos(), sender, address(s, o + 8),
                    type == IcmpHeader.V6.NEIGHBOR_ADVERTISEMENT);
        }
        if (!IcmpHeader.V6.isError(type)) return null;
        int mtu = type == IcmpHeader.V6.PACKET_TOO_BIG ? IcmpHeader.mtuIpv6(s, o) : 0;
        return quoted(s, IcmpHeader.quotedOffset(o), packet, frame, new Report(
                6, type, IcmpHeader.code(s, o), sender, hopLimit, mtu));
    }

    private record Report(int version, int type, int code, IpAddress sender, int timeToLive, int mtu) {}

    private static Notice quoted(
            MemorySegment s, long o, CaptureRecord.Packet packet, long frame, Report report) {
        if (o + Ipv4Header.MINIMUM_LENGTH > s.byteSize()) return null;
        if (Ipv4Header.version(s, o) == 4) {
            long tcp = o + Ipv4Header.headerLength(s, o);
            if (Ipv4Header.protocol(s, o) != IpProtocol.TCP || tcp + QUOTED_TCP > s.byteSize()
                    || Ipv4Header.fragmentOffset(s, o) != 0) {
                return null;
            }
            return error(s, tcp, packet, frame, report, IpAddress.ofIpv4(Ipv4Header.source(s, o)),
                    IpAddress.ofIpv4(Ipv4Header.destination(s, o)), Ipv4Header.timeToLive(s, o),
                    Ipv4Header.totalLength(s, o));
        }
        long tcp = o + Ipv6Header.LENGTH;
        if (Ipv4Header.version(s, o) != 6 || tcp + QUOTED_TCP > s.byteSize()
                || Ipv6Header.nextHeader(s, o) != IpProtocol.TCP) {
            return null;
        }
        return error(s, tcp, packet, frame, report,
                new IpAddress(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o)),
                new IpAddress(Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o)),
                Ipv6Header.hopLimit(s, o), Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o));
    }

    private static IcmpError error(
            MemorySegment s, long tcp, CaptureRecord.Packet packet, long frame, Report report, IpAddress source,
            IpAddress destination, int quotedTimeToLive, int quotedLength) {
        return new IcmpError(frame, packet.timestampNanos(), report.version, report.type, report.code, report.sender,
                report.timeToLive, report.mtu, source, TcpHeader.sourcePort(s, tcp), destination,
                TcpHeader.destinationPort(s, tcp), TcpHeader.sequence(s, tcp), quotedTimeToLive, quotedLength);
    }

    private static Notice udp(
            MemorySegment s, long o, IpAddress source, IpAddress destination, CaptureRecord.Packet packet,
            long frame) {
        if (o + UdpHeader.LENGTH > s.byteSize()) return null;
        boolean answer = UdpHeader.sourcePort(s, o) == DNS_PORT;
        if (!answer && UdpHeader.destinationPort(s, o) != DNS_PORT) return null;
        return DnsMessage.read(s, o + UdpHeader.LENGTH, frame, packet.timestampNanos(),
                answer ? destination : source, answer ? source : destination, answer);
    }

    private static Notice arp(CaptureRecord.Packet packet, long frame) {
        var s = packet.data();
        if (packet.linkType() != LinkLayer.ETHERNET || s.byteSize() < 14 + ARP_LENGTH || read16(s, 12) != ARP
                || read16(s, 16) != ARP_FOR_IPV4) {
            return null;
        }
        boolean answer = read16(s, 20) == 2;
        var sender = IpAddress.ofIpv4(s.get(INT, 28));
        var target = IpAddress.ofIpv4(s.get(INT, 38));
        return new NeighborLookup(frame, packet.timestampNanos(), sender, answer ? sender : target, answer);
    }

    static int read16(MemorySegment s, long o) {
        return s.get(SHORT, o) & 0xffff;
    }

    static IpAddress address(MemorySegment s, long o) {
        return new IpAddress((long) s.get(INT, o) << 32 | s.get(INT, o + 4) & 0xffff_ffffL,
                (long) s.get(INT, o + 8) << 32 | s.get(INT, o + 12) & 0xffff_ffffL);
    }
}
