package dev.weir.core.icmp;

import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The packet that an ICMP error quotes. It may be cut anywhere behind the eighth byte of the transport header, so that
 * its length fields say nothing about what is there; and a router may have changed its ECN bits, TTL and checksum.
 *
 * @param protocol of the transport header
 * @param transportLength bytes of it and of its data that were quoted, at least 8
 */
record Quote(IpAddress source, IpAddress destination, int protocol, long transportOffset, int transportLength) {
    /** RFC 792: the internet header and the first 64 bits of the data: what every error quotes. */
    private static final int LEAST_TRANSPORT = 8;

    private static final int FRAGMENT_OFFSET_FIELD = 2;

    /** Null if it cannot be a packet of ours with a transport header. */
    static Quote ipv4(MemorySegment s, long o, int available) {
        if (available < Ipv4Header.MINIMUM_LENGTH || Ipv4Header.version(s, o) != 4) return null;
        int headerLength = Ipv4Header.headerLength(s, o);
        // RFC 4884 may put extensions behind the quote: the quoted packet's own length keeps them out
        int there = Math.min(available, Ipv4Header.totalLength(s, o)) - headerLength;
        if (headerLength < Ipv4Header.MINIMUM_LENGTH || there < LEAST_TRANSPORT) return null;
        if (Ipv4Header.fragmentOffset(s, o) != 0) return null;
        return new Quote(IpAddress.ofIpv4(Ipv4Header.source(s, o)), IpAddress.ofIpv4(Ipv4Header.destination(s, o)),
                Ipv4Header.protocol(s, o), o + headerLength, there);
    }

    /** As {@link #ipv4}; extension headers are passed over as far as they were quoted. */
    static Quote ipv6(MemorySegment s, long o, int available) {
        if (available < Ipv6Header.LENGTH || Ipv6Header.version(s, o) != 6) return null;
        int end = Math.min(available, Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o));
        int protocol = Ipv6Header.nextHeader(s, o);
        int offset = Ipv6Header.LENGTH;
        while (Ipv6Extensions.isExtension(protocol)) {
            if (end - offset < LEAST_TRANSPORT) return null;
            boolean fragment = protocol == IpProtocol.IPV6_FRAGMENT;
            if (fragment && (read16(s, o + offset + FRAGMENT_OFFSET_FIELD) & ~7) != 0) return null;
            protocol = read8(s, o + offset);
            offset += fragment ? Ipv6Extensions.FRAGMENT_LENGTH : 8 + 8 * read8(s, o + offset + 1);
        }
        if (end - offset < LEAST_TRANSPORT) return null;
        return new Quote(new IpAddress(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o)),
                new IpAddress(Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o)),
                protocol, o + offset, end - offset);
    }

    private static int read8(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_BYTE, o) & 0xff;
    }

    private static int read16(MemorySegment s, long o) {
        return read8(s, o) << 8 | read8(s, o + 1);
    }
}
