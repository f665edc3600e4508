package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read32;
import static dev.weir.wire.Octets.read8;
import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write32;
import static dev.weir.wire.Octets.write8;

import java.lang.foreign.MemorySegment;

/**
 * The header of ICMPv4 and ICMPv6 messages, read and written in place; {@code o} is the offset of its first byte.
 * Both share type, code, checksum and the layout of echo; numbers differ and stand in {@link V4} and {@link V6}. Only
 * ICMPv6 sums a pseudo header.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc792 RFC 792
 * @spec https://www.rfc-editor.org/rfc/rfc4443 RFC 4443
 */
public final class IcmpHeader {
    /** Bytes before the quoted packet of an error, or before the data of an echo. */
    public static final int LENGTH = 8;
    /** Where the checksum field stands. */
    public static final int CHECKSUM_OFFSET = 2;

    /** Types, and codes of the type in their name, of ICMPv4. */
    public static final class V4 {
        public static final int ECHO_REPLY = 0;
        public static final int DESTINATION_UNREACHABLE = 3;
        public static final int SOURCE_QUENCH = 4;
        public static final int REDIRECT = 5;
        public static final int ECHO_REQUEST = 8;
        public static final int TIME_EXCEEDED = 11;
        public static final int PARAMETER_PROBLEM = 12;
        public static final int TIMESTAMP_REQUEST = 13;
        public static final int TIMESTAMP_REPLY = 14;

        public static final int UNREACHABLE_NETWORK = 0;
        public static final int UNREACHABLE_HOST = 1;
        public static final int UNREACHABLE_PROTOCOL = 2;
        public static final int UNREACHABLE_PORT = 3;
        public static final int UNREACHABLE_FRAGMENTATION_NEEDED = 4;
        public static final int UNREACHABLE_SOURCE_ROUTE_FAILED = 5;
        public static final int UNREACHABLE_NETWORK_UNKNOWN = 6;
        public static final int UNREACHABLE_HOST_UNKNOWN = 7;
        public static final int UNREACHABLE_NETWORK_PROHIBITED = 9;
        public static final int UNREACHABLE_HOST_PROHIBITED = 10;
        public static final int UNREACHABLE_NETWORK_FOR_TOS = 11;
        public static final int UNREACHABLE_HOST_FOR_TOS = 12;
        public static final int UNREACHABLE_COMMUNICATION_PROHIBITED = 13;

        public static final int TIME_EXCEEDED_IN_TRANSIT = 0;
        public static final int TIME_EXCEEDED_REASSEMBLY = 1;

        private V4() {}

        /** Whether this type reports an error and therefore quotes a packet (RFC 1122 3.2.2). */
        public static boolean isError(int type) {
            return switch (type) {
                case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
                default -> false;
            };
        }
    }

    /** Types, and codes of the type in their name, of ICMPv6. */
    public static final class V6 {
        public static final int DESTINATION_UNREACHABLE = 1;
        public static final int PACKET_TOO_BIG = 2;
        public static final int TIME_EXCEEDED = 3;
        public static final int PARAMETER_PROBLEM = 4;
        public static final int ECHO_REQUEST = 128;
        public static final int ECHO_REPLY = 129;
        public static final int ROUTER_SOLICITATION = 133;
        public static final int ROUTER_ADVERTISEMENT = 134;
        public static final int NEIGHBOR_SOLICITATION = 135;
        public static final int NEIGHBOR_ADVERTISEMENT = 136;
        public static final int REDIRECT = 137;

        public static final int UNREACHABLE_NO_ROUTE = 0;
        public static final int UNREACHABLE_PROHIBITED = 1;
        public static final int UNREACHABLE_BEYOND_SCOPE = 2;
        public static final int UNREACHABLE_ADDRESS = 3;
        public static final int UNREACHABLE_PORT = 4;
        public static final int UNREACHABLE_SOURCE_POLICY = 5;
        public static final int UNREACHABLE_ROUTE_REJECTED = 6;

        public static final int TIME_EXCEEDED_IN_TRANSIT = 0;
        public static final int TIME_EXCEEDED_REASSEMBLY = 1;

        public static final int PARAMETER_BAD_HEADER_FIELD = 0;
        public static final int PARAMETER_UNKNOWN_NEXT_HEADER = 1;
        public static final int PARAMETER_UNKNOWN_OPTION = 2;

        private V6() {}

        /** Whether this type reports an error (RFC 4443 section 2.1: the highest bit is 0). */
        public static boolean isError(int type) {
            return type < 128;
        }
    }

    private IcmpHeader() {}

    /** @param available bytes of the message */
    public static Fault check(MemorySegment s, long o, int available) {
        return available < LENGTH ? Fault.TRUNCATED : Fault.NONE;
    }

    public static int type(MemorySegment s, long o) {
        return read8(s, o);
    }

    public static int code(MemorySegment s, long o) {
        return read8(s, o + 1);
    }

    /** The field in network order, for display. */
    public static int checksum(MemorySegment s, long o) {
        return read16(s, o + CHECKSUM_OFFSET);
    }

    /** The identifier of an echo message. */
    public static int identifier(MemorySegment s, long o) {
        return read16(s, o + 4);
    }

    /** The sequence number of an echo message. */
    public static int sequenceNumber(MemorySegment s, long o) {
        return read16(s, o + 6);
    }

    /** The second word, whatever it means: what {@link #writeError} takes. */
    public static int rest(MemorySegment s, long o) {
        return read32(s, o + 4);
    }

    /** Next-hop MTU of "fragmentation needed", bytes; 0 from a router older than RFC 1191. */
    public static int mtuIpv4(MemorySegment s, long o) {
        return read16(s, o + 6);
    }

    /** MTU of "packet too big", bytes; values that no link has are clamped to the largest int. */
    public static int mtuIpv6(MemorySegment s, long o) {
        int mtu = read32(s, o + 4);
        return mtu < 0 ? Integer.MAX_VALUE : mtu;
    }

    /** The byte of the quoted packet that an ICMPv4 parameter problem blames. */
    public static int pointerIpv4(MemorySegment s, long o) {
        return read8(s, o + 4);
    }

    /** The byte of the quoted packet that an ICMPv6 parameter problem blames; may lie beyond the quote. */
    public static int pointerIpv6(MemorySegment s, long o) {
        return read32(s, o + 4);
    }

    /** Where the packet begins that an error quotes. */
    public static long quotedOffset(long o) {
        return o + LENGTH;
    }

    /** Whether the checksum of an ICMPv4 message of {@code length} bytes verifies. */
    public static boolean verifiesIpv4(MemorySegment s, long o, int length) {
        return Checksum.verifies(Checksum.sum(s, o, length));
    }

    /** Whether the checksum of an ICMPv6 message of {@code length} bytes verifies. */
    public static boolean verifiesIpv6(
            MemorySegment s, long o, int length,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        return Checksum.verifies(
                s, o, length, sourceHigh, sourceLow, destinationHigh, destinationLow, IpProtocol.ICMPV6);
    }

    /** Writes the header of an echo request or reply with checksum 0; the data go to {@code o + LENGTH}. */
    public static void writeEcho(MemorySegment s, long o, int type, int identifier, int sequenceNumber) {
        writeError(s, o, type, 0, identifier << 16 | sequenceNumber & 0xffff);
    }

    /**
     * Writes the reply to an echo request of {@code length} bytes, data included, with checksum 0.
     *
     * @param replyType {@link V4#ECHO_REPLY} or {@link V6#ECHO_REPLY}
     */
    public static void writeEchoReply(
            MemorySegment s, long o, int replyType, MemorySegment request, long requestOffset, int length) {
        writeError(s, o, replyType, 0, rest(request, requestOffset));
        MemorySegment.copy(request, requestOffset + LENGTH, s, o + LENGTH, length - LENGTH);
    }

    /**
     * Writes the header of an error with checksum 0.
     *
     * @param rest the second word: 0, the MTU, or the pointer (ICMPv4: in the highest byte)
     */
    public static void writeError(MemorySegment s, long o, int type, int code, int rest) {
        write8(s, o, type);
        write8(s, o + 1, code);
        write16(s, o + CHECKSUM_OFFSET, 0);
        write32(s, o + 4, rest);
    }

    /**
     * Writes an error that quotes the first {@code quotedLength} bytes of a packet, with checksum 0, and returns the
     * bytes of the message. How much may be quoted is the caller's: 576 bytes in all for IPv4 (RFC 1812 4.3.2.3),
     * the minimum MTU in all for IPv6 (RFC 4443 2.4 c).
     */
    public static int writeError(
            MemorySegment s, long o, int type, int code, int rest,
            MemorySegment quoted, long quotedOffset, int quotedLength) {
        writeError(s, o, type, code, rest);
        MemorySegment.copy(quoted, quotedOffset, s, o + LENGTH, quotedLength);
        return LENGTH + quotedLength;
    }

    /** Sets the checksum of a complete ICMPv4 message. */
    public static void writeChecksumIpv4(MemorySegment s, long o, int length) {
        write16(s, o + CHECKSUM_OFFSET, 0);
        Checksum.store(s, o + CHECKSUM_OFFSET, Checksum.finish(Checksum.sum(s, o, length)));
    }

    /** Sets the checksum of a complete ICMPv6 message. */
    public static void writeChecksumIpv6(
            MemorySegment s, long o, int length,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        write16(s, o + CHECKSUM_OFFSET, 0);
        long sum = Checksum.pseudoHeader(
                sourceHigh, sourceLow, destinationHigh, destinationLow, IpProtocol.ICMPV6, length);
        Checksum.store(s, o + CHECKSUM_OFFSET, Checksum.finish(sum + Checksum.sum(s, o, length)));
    }
}
