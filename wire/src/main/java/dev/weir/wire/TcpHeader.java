package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read32;
import static dev.weir.wire.Octets.read8;
import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write32;

import java.lang.foreign.MemorySegment;

/**
 * The fixed TCP header, read and written in place; {@code o} is the offset of its first byte. Options are read by
 * {@link TcpOptions} and written by {@link TcpOptionWriter}, flags are those of {@link TcpFlags}.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293 RFC 9293, section 3.1
 */
public final class TcpHeader {
    /** Bytes of a header without options. */
    public static final int MINIMUM_LENGTH = 20;
    /** Bytes of a header with all the options that fit. */
    public static final int MAXIMUM_LENGTH = 60;
    /** Where the checksum field stands. */
    public static final int CHECKSUM_OFFSET = 16;

    private TcpHeader() {}

    /** @param available bytes of the segment: header, options and text */
    public static Fault check(MemorySegment s, long o, int available) {
        if (available < MINIMUM_LENGTH) return Fault.TRUNCATED;
        int dataOffset = dataOffset(s, o);
        return dataOffset < MINIMUM_LENGTH || dataOffset > available ? Fault.BAD_DATA_OFFSET : Fault.NONE;
    }

    public static int sourcePort(MemorySegment s, long o) {
        return read16(s, o);
    }

    public static int destinationPort(MemorySegment s, long o) {
        return read16(s, o + 2);
    }

    public static int sequence(MemorySegment s, long o) {
        return read32(s, o + 4);
    }

    public static int acknowledgment(MemorySegment s, long o) {
        return read32(s, o + 8);
    }

    /** Bytes of header and options, 0 to 60. */
    public static int dataOffset(MemorySegment s, long o) {
        return read8(s, o + 12) >>> 4 << 2;
    }

    /** The three bits between data offset and flags that have no meaning yet. */
    public static int reserved(MemorySegment s, long o) {
        return read8(s, o + 12) >>> 1 & 7;
    }

    /** Nine bits, those of {@link TcpFlags}. */
    public static int flags(MemorySegment s, long o) {
        return read16(s, o + 12) & TcpFlags.MASK;
    }

    /** 0 to 65535, without window scale. */
    public static int window(MemorySegment s, long o) {
        return read16(s, o + 14);
    }

    /** The field in network order, for display. */
    public static int checksum(MemorySegment s, long o) {
        return read16(s, o + CHECKSUM_OFFSET);
    }

    public static int urgentPointer(MemorySegment s, long o) {
        return read16(s, o + 18);
    }

    /** Where the options begin. */
    public static long optionsOffset(long o) {
        return o + MINIMUM_LENGTH;
    }

    /** Bytes of the options. */
    public static int optionsLength(MemorySegment s, long o) {
        return dataOffset(s, o) - MINIMUM_LENGTH;
    }

    /**
     * Writes the 20 fixed bytes, reserved bits and checksum 0.
     *
     * @param dataOffsetBytes bytes of header and options: 20 to 60, a multiple of 4
     * @param window unscaled, 0 to 65535
     */
    public static void write(
            MemorySegment s, long o, int sourcePort, int destinationPort, int sequence, int acknowledgment,
            int dataOffsetBytes, int flags, int window, int urgentPointer) {
        write16(s, o, sourcePort);
        write16(s, o + 2, destinationPort);
        write32(s, o + 4, sequence);
        write32(s, o + 8, acknowledgment);
        write16(s, o + 12, dataOffsetBytes >>> 2 << 12 | flags & TcpFlags.MASK);
        write16(s, o + 14, window);
        write16(s, o + CHECKSUM_OFFSET, 0);
        write16(s, o + 18, urgentPointer);
    }

    /** Replaces the sequence number; the checksum is the caller's. For segments cut out of a larger one. */
    public static void writeSequence(MemorySegment s, long o, int sequence) {
        write32(s, o + 4, sequence);
    }

    /** Replaces the flags; the checksum is the caller's. For segments cut out of a larger one. */
    public static void writeFlags(MemorySegment s, long o, int flags) {
        write16(s, o + 12, read16(s, o + 12) & ~TcpFlags.MASK | flags & TcpFlags.MASK);
    }

    /**
     * Sets the checksum of a segment that lies in one piece.
     *
     * @param length bytes of header, options and text
     */
    public static void writeChecksum(
            MemorySegment s, long o, int length,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        write16(s, o + CHECKSUM_OFFSET, 0);
        long sum = Checksum.pseudoHeader(
                sourceHigh, sourceLow, destinationHigh, destinationLow, IpProtocol.TCP, length);
        Checksum.store(s, o + CHECKSUM_OFFSET, Checksum.finish(sum + Checksum.sum(s, o, length)));
    }
}
