package dev.weir.lab.packet;

import dev.weir.core.event.Flow;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;

/** What boxes on the way read in packets, and whether it is there. */
public final class Headers {
    private Headers() {}

    /** The protocol above IP and its extension headers; -1 behind a fragment header that is not the first. */
    public static int protocol(Packet packet) {
        MemorySegment s = packet.bytes();
        if (packet.isIpv4()) return Ipv4Header.fragmentOffset(s, 0) > 0 ? -1 : Ipv4Header.protocol(s, 0);
        int next = Ipv6Header.nextHeader(s, 0);
        if (!Ipv6Extensions.isExtension(next)) return next;
        var extensions = Ipv6Extensions.walk(s, 0);
        return extensions.fragmentOffset() > 0 ? -1 : extensions.protocol();
    }

    /** Where the header above IP begins. */
    public static int transportOffset(Packet packet) {
        MemorySegment s = packet.bytes();
        if (packet.isIpv4()) return Ipv4Header.headerLength(s, 0);
        return Ipv6Extensions.isExtension(Ipv6Header.nextHeader(s, 0))
                ? Ipv6Extensions.walk(s, 0).offset() : Ipv6Header.LENGTH;
    }

    /** Whether there is a whole TCP header. */
    public static boolean isTcp(Packet packet) {
        if (protocol(packet) != IpProtocol.TCP) return false;
        int at = transportOffset(packet);
        return at + TcpHeader.MINIMUM_LENGTH <= packet.length()
                && at + TcpHeader.dataOffset(packet.bytes(), at) <= packet.length();
    }

    /** Of the TCP header; 0 for what is not TCP. */
    public static int tcpFlags(Packet packet) {
        return isTcp(packet) ? TcpHeader.flags(packet.bytes(), transportOffset(packet)) : 0;
    }

    /** Bytes behind the TCP header. */
    public static int tcpPayload(Packet packet) {
        int at = transportOffset(packet);
        return packet.length() - at - TcpHeader.dataOffset(packet.bytes(), at);
    }

    /** TCP or UDP with its ports there. */
    public static boolean hasPorts(Packet packet) {
        int protocol = protocol(packet);
        return (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && transportOffset(packet) + UdpHeader.LENGTH <= packet.length();
    }

    /** As the sender names the connection; null for what has no ports. */
    public static Flow flow(Packet packet) {
        if (!hasPorts(packet)) return null;
        int at = transportOffset(packet);
        return new Flow(packet.source(), UdpHeader.sourcePort(packet.bytes(), at),
                packet.destination(), UdpHeader.destinationPort(packet.bytes(), at));
    }

    /** Writes the checksum of TCP, UDP or ICMPv6 anew, after something was changed. */
    public static void writeTransportChecksum(Packet packet) {
        int at = transportOffset(packet);
        int length = packet.length() - at;
        long sourceHigh = packet.sourceHigh();
        long sourceLow = packet.sourceLow();
        long destinationHigh = packet.destinationHigh();
        long destinationLow = packet.destinationLow();
        switch (protocol(packet)) {
            case IpProtocol.TCP -> TcpHeader.writeChecksum(packet.bytes(), at, length, sourceHigh, sourceLow,
                    destinationHigh, destinationLow);
            case IpProtocol.UDP -> UdpHeader.writeChecksum(packet.bytes(), at, length, sourceHigh, sourceLow,
                    destinationHigh, destinationLow);
            case IpProtocol.ICMP -> IcmpHeader.writeChecksumIpv4(packet.bytes(), at, length);
            case IpProtocol.ICMPV6 -> IcmpHeader.writeChecksumIpv6(packet.bytes(), at, length, sourceHigh, sourceLow,
                    destinationHigh, destinationLow);
            default -> { }
        }
    }

    /** For people: {@code 10.0.0.1:40000 -> 10.0.0.2:80 [SYN] 0 bytes}. */
    static String describe(Packet packet) {
        MemorySegment s = packet.bytes();
        if (isTcp(packet)) {
            int at = transportOffset(packet);
            return flow(packet) + " [" + TcpFlags.text(TcpHeader.flags(s, at)) + "] "
                    + Integer.toUnsignedString(TcpHeader.sequence(s, at)) + " " + tcpPayload(packet) + " bytes";
        }
        if (hasPorts(packet)) return flow(packet) + " UDP " + packet.length() + " bytes";
        IpAddress source = packet.source();
        String ends = source + " -> " + packet.destination();
        int protocol = protocol(packet);
        if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
            int at = transportOffset(packet);
            return ends + " ICMP " + IcmpHeader.type(s, at) + "/" + IcmpHeader.code(s, at);
        }
        return ends + (protocol < 0 ? " fragment" : " protocol " + protocol) + " " + packet.length() + " bytes";
    }
}
