package dev.weir.lab.box;

import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;

/** The packet that an ICMP error is about, as far as it is quoted. {@code at}: where it begins in the error. */
record Quoted(int at, int protocol, IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {
    /** Null if {@code packet} is no error, or quotes too little to tell a flow. */
    static Quoted of(Packet packet) {
        int protocol = Headers.protocol(packet);
        if (protocol != IpProtocol.ICMP && protocol != IpProtocol.ICMPV6) return null;
        MemorySegment s = packet.bytes();
        int icmp = Headers.transportOffset(packet);
        if (icmp + IcmpHeader.LENGTH + 1 > packet.length()) return null;
        int type = IcmpHeader.type(s, icmp);
        if (!(protocol == IpProtocol.ICMP ? IcmpHeader.V4.isError(type) : IcmpHeader.V6.isError(type))) return null;
        int at = (int) IcmpHeader.quotedOffset(icmp);
        boolean ipv4 = Ipv4Header.version(s, at) == 4;
        int header = ipv4 ? Ipv4Header.headerLength(s, at) : Ipv6Header.LENGTH;
        if (at + header + 4 > packet.length()) return null;
        int quotedProtocol = ipv4 ? Ipv4Header.protocol(s, at) : Ipv6Header.nextHeader(s, at);
        if (quotedProtocol != IpProtocol.TCP && quotedProtocol != IpProtocol.UDP) return null;
        return new Quoted(at, quotedProtocol,
                ipv4 ? IpAddress.ofIpv4(Ipv4Header.source(s, at))
                        : new IpAddress(Ipv6Header.sourceHigh(s, at), Ipv6Header.sourceLow(s, at)),
                UdpHeader.sourcePort(s, at + header),
                ipv4 ? IpAddress.ofIpv4(Ipv4Header.destination(s, at))
                        : new IpAddress(Ipv6Header.destinationHigh(s, at), Ipv6Header.destinationLow(s, at)),
                UdpHeader.destinationPort(s, at + header));
    }

    /** The flow that it belongs to; the error goes the other way than what it quotes. */
    FlowKey flow(boolean errorGoesOutward) {
        return errorGoesOutward
                ? new FlowKey(protocol, destination, destinationPort, source, sourcePort)
                : new FlowKey(protocol, source, sourcePort, destination, destinationPort);
    }
}
