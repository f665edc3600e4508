package dev.weir.core.link;

import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;

/** What a router answers to a packet that is larger than the next link: RFC 1191 section 4, RFC 4443 section 3.2. */
final class TooBig {
    private static final int TIME_TO_LIVE = 64;
    private static final int LIMIT_IPV4 = 576; // of the whole error: RFC 1812 4.3.2.3

    private TooBig() {}

    /**
     * Makes {@code target} the error about {@code length} bytes at offset 0 of {@code packet}, as from the host that
     * it was sent to; false if none is due, because it is neither TCP nor UDP or may be fragmented.
     */
    static boolean write(OutgoingPacket target, MemorySegment packet, int length, int mtu) {
        target.clear();
        return Ipv4Header.version(packet, 0) == 4
                ? writeIpv4(target, packet, length, mtu)
                : writeIpv6(target, packet, length, mtu);
    }

    private static boolean writeIpv4(OutgoingPacket target, MemorySegment packet, int length, int mtu) {
        if (!Ipv4Header.dontFragment(packet, 0) || !isTcpOrUdp(Ipv4Header.protocol(packet, 0))) return false;
        int ip = Ipv4Header.MINIMUM_LENGTH;
        MemorySegment header = target.header();
        int quoted = Math.min(length, LIMIT_IPV4 - ip - IcmpHeader.LENGTH);
        int icmp = IcmpHeader.writeError(header, ip, IcmpHeader.V4.DESTINATION_UNREACHABLE,
                IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED, mtu, packet, 0, quoted);
        IcmpHeader.writeChecksumIpv4(header, ip, icmp);
        Ipv4Header.write(header, 0, 0, ip + icmp, 0, true, TIME_TO_LIVE, IpProtocol.ICMP,
                Ipv4Header.destination(packet, 0), Ipv4Header.source(packet, 0));
        target.headers(ip, icmp);
        return true;
    }

    private static boolean writeIpv6(OutgoingPacket target, MemorySegment packet, int length, int mtu) {
        if (!isTcpOrUdp(Ipv6Header.nextHeader(packet, 0))) return false;
        int ip = Ipv6Header.LENGTH;
        MemorySegment header = target.header();
        int quoted = Math.min(length, Ipv6Header.MINIMUM_MTU - ip - IcmpHeader.LENGTH);
        int icmp = IcmpHeader.writeError(header, ip, IcmpHeader.V6.PACKET_TOO_BIG, 0, mtu, packet, 0, quoted);
        long sourceHigh = Ipv6Header.destinationHigh(packet, 0);
        long sourceLow = Ipv6Header.destinationLow(packet, 0);
        long destinationHigh = Ipv6Header.sourceHigh(packet, 0);
        long destinationLow = Ipv6Header.sourceLow(packet, 0);
        IcmpHeader.writeChecksumIpv6(header, ip, icmp, sourceHigh, sourceLow, destinationHigh, destinationLow);
        Ipv6Header.write(header, 0, 0, 0, icmp, IpProtocol.ICMPV6, TIME_TO_LIVE,
                sourceHigh, sourceLow, destinationHigh, destinationLow);
        target.headers(ip, icmp);
        return true;
    }

    private static boolean isTcpOrUdp(int protocol) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }
}
