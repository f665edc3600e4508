package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.write16;

import java.lang.foreign.MemorySegment;

/**
 * The UDP header, read and written in place; {@code o} is the offset of its first byte.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc768 RFC 768
 */
public final class UdpHeader {
    public static final int LENGTH = 8;
    /** Where the checksum field stands. */
    public static final int CHECKSUM_OFFSET = 6;

    private UdpHeader() {}

    /** @param available bytes that IP carries; may exceed the UDP length */
    public static Fault check(MemorySegment s, long o, int available) {
        if (available < LENGTH) return Fault.TRUNCATED;
        int length = length(s, o);
        return length < LENGTH || length > available ? Fault.BAD_TOTAL_LENGTH : Fault.NONE;
    }

    public static int sourcePort(MemorySegment s, long o) {
        return read16(s, o);
    }

    public static int destinationPort(MemorySegment s, long o) {
        return read16(s, o + 2);
    }

    /** Bytes of header and data. */
    public static int length(MemorySegment s, long o) {
        return read16(s, o + 4);
    }

    /** The field in network order; 0 means that the sender computed none, which IPv6 forbids (RFC 8200 8.1). */
    public static int checksum(MemorySegment s, long o) {
        return read16(s, o + CHECKSUM_OFFSET);
    }

    /** Writes the header with checksum 0. */
    public static void write(MemorySegment s, long o, int sourcePort, int destinationPort, int length) {
        write16(s, o, sourcePort);
        write16(s, o + 2, destinationPort);
        write16(s, o + 4, length);
        write16(s, o + CHECKSUM_OFFSET, 0);
    }

    /** {@link Checksum#finish}, except that a result of zero is sent as all ones, since zero means none. */
    public static int finish(long sum) {
        int value = Checksum.finish(sum);
        return value == 0 ? 0xffff : value;
    }

    /**
     * Sets the checksum of a datagram that lies in one piece.
     *
     * @param length bytes of header and data
     */
    public static void writeChecksum(
            MemorySegment s, long o, int length,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        write16(s, o + CHECKSUM_OFFSET, 0);
        long sum = Checksum.pseudoHeader(
                sourceHigh, sourceLow, destinationHigh, destinationLow, IpProtocol.UDP, length);
        Checksum.store(s, o + CHECKSUM_OFFSET, finish(sum + Checksum.sum(s, o, length)));
    }
}
