package dev.weir.lab.packet;

import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Changes to packets on the way. Checksums are updated by the difference (RFC 1624), never computed anew: a packet that
 * was damaged before stays damaged. The receiver verifies it, as it verifies everything that was changed.
 */
public final class Edit {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int NO_CHECKSUM = -1;
    private static final int IPV4_CHECKSUM = 10;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    private Edit() {}

    /** Address, and port of TCP or UDP or identifier of an echo message. */
    public static void source(Packet packet, long high, long low, int port) {
        end(packet, true, high, low, port);
    }

    /** Address, and port of TCP or UDP or identifier of an echo message. */
    public static void destination(Packet packet, long high, long low, int port) {
        end(packet, false, high, low, port);
    }

    /** Replaces the address alone, as of ICMP errors. */
    public static void sourceAddress(Packet packet, long high, long low) {
        address(packet.bytes(), true, high, low, pseudoHeaderChecksum(packet));
    }

    /** Replaces the address alone, as of ICMP errors. */
    public static void destinationAddress(Packet packet, long high, long low) {
        address(packet.bytes(), false, high, low, pseudoHeaderChecksum(packet));
    }

    /**
     * Replaces an end in the packet that an ICMP error quotes, which may be cut off behind its ports; the error's
     * checksum follows.
     */
    public static void quoted(Packet error, int quoteAt, boolean source, long high, long low, int port) {
        error.changing();
        int icmp = Headers.transportOffset(error);
        MemorySegment s = error.bytes();
        // everything in the quote is text of the error's own checksum, the quote's own checksum field included
        boolean ipv4 = Ipv4Header.version(s, quoteAt) == 4;
        int checksum = icmp + IcmpHeader.CHECKSUM_OFFSET;
        int header = ipv4 ? Ipv4Header.headerLength(s, quoteAt) : 40;
        int at = quoteAt + (ipv4 ? source ? IPV4_SOURCE : IPV4_DESTINATION : source ? IPV6_SOURCE : IPV6_DESTINATION);
        int words = ipv4 ? 2 : 8;
        for (int i = 0; i < words; i++) {
            int value = addressWord(high, low, ipv4 ? i + 6 : i);
            if (ipv4) {
                int before = read(s, quoteAt + IPV4_CHECKSUM);
                int after = updated(before, read(s, at + 2 * i), value);
                replace16(s, quoteAt + IPV4_CHECKSUM, after, checksum);
            }
            replace16(s, at + 2 * i, value, checksum);
        }
        int portAt = quoteAt + header + (source ? 0 : 2);
        if (portAt + 2 <= error.length()) replace16(s, portAt, port, checksum);
    }

    /** Replaces a 16-bit word of the transport header or its text, at an even distance from the header. */
    public static void word(Packet packet, int at, int value) {
        replace16(packet.bytes(), at, value, transportChecksum(packet));
    }

    /** Replaces one byte of the transport header or its text. */
    public static void octet(Packet packet, int at, int value) {
        int start = Headers.transportOffset(packet);
        boolean first = (at - start & 1) == 0;
        int wordAt = first ? at : at - 1;
        int old = read(packet.bytes(), wordAt);
        word(packet, wordAt, first ? value << 8 | old & 0xff : old & 0xff00 | value);
    }

    private static void end(Packet packet, boolean source, long high, long low, int port) {
        int checksum = transportChecksum(packet);
        MemorySegment s = packet.bytes();
        int at = Headers.transportOffset(packet);
        int protocol = Headers.protocol(packet);
        address(s, source, high, low, pseudoHeaderChecksum(packet));
        switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP -> replace16(s, at + (source ? 0 : 2), port, checksum);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> replace16(s, at + 4, port, checksum); // the identifier
            default -> { }
        }
    }

    private static void address(MemorySegment s, boolean source, long high, long low, int checksum) {
        boolean ipv4 = Ipv4Header.version(s, 0) == 4;
        int at = ipv4 ? source ? IPV4_SOURCE : IPV4_DESTINATION : source ? IPV6_SOURCE : IPV6_DESTINATION;
        for (int i = 0; i < (ipv4 ? 2 : 8); i++) {
            int value = addressWord(high, low, ipv4 ? i + 6 : i);
            if (ipv4) adjust(s, IPV4_CHECKSUM, read(s, at + 2 * i), value);
            replace16(s, at + 2 * i, value, checksum);
        }
    }

    private static int addressWord(long high, long low, int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index & 3)) & 0xffff;
    }

    /** The checksum that the addresses are in as well: all but that of ICMPv4. */
    private static int pseudoHeaderChecksum(Packet packet) {
        return Headers.protocol(packet) == IpProtocol.ICMP ? NO_CHECKSUM : transportChecksum(packet);
    }

    /** Where the checksum above IP stands; {@link #NO_CHECKSUM} if there is none to update. */
    private static int transportChecksum(Packet packet) {
        packet.changing(); // which is what who asks is about to do
        int at = Headers.transportOffset(packet);
        return switch (Headers.protocol(packet)) {
            case IpProtocol.TCP -> at + TcpHeader.CHECKSUM_OFFSET;
            case IpProtocol.UDP -> read(packet.bytes(), at + UdpHeader.CHECKSUM_OFFSET) == 0 ? NO_CHECKSUM
                    : at + UdpHeader.CHECKSUM_OFFSET;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> at + IcmpHeader.CHECKSUM_OFFSET;
            default -> NO_CHECKSUM;
        };
    }

    private static void replace16(MemorySegment s, int at, int value, int checksum) {
        if (checksum != NO_CHECKSUM) adjust(s, checksum, read(s, at), value);
        s.set(SHORT, at, (short) value);
    }

    private static void adjust(MemorySegment s, int checksum, int before, int after) {
        s.set(SHORT, checksum, (short) updated(read(s, checksum), before, after));
    }

    /** RFC 1624, equation 3: HC' = ~(~HC + ~m + m'). */
    private static int updated(int checksum, int before, int after) {
        int sum = (~checksum & 0xffff) + (~before & 0xffff) + after;
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        return ~sum & 0xffff;
    }

    private static int read(MemorySegment s, int at) {
        return s.get(SHORT, at) & 0xffff;
    }
}
