package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read32;
import static dev.weir.wire.Octets.read8;
import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write32;
import static dev.weir.wire.Octets.write8;

import java.lang.foreign.MemorySegment;

/**
 * The IPv4 header, read and written in place; {@code o} is the offset of its first byte. Values are in host order,
 * lengths and fragment offsets in bytes.
 *
 * <p>{@link #check} comes first: other readers trust the lengths.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc791 RFC 791, section 3.1
 */
public final class Ipv4Header {
    /** Bytes of a header without options. */
    public static final int MINIMUM_LENGTH = 20;
    /** The largest value of the total length field. */
    public static final int MAXIMUM_TOTAL_LENGTH = 65_535;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int CHECKSUM_OFFSET = 10;

    private Ipv4Header() {}

    /** {@link #checkForm}, then the header checksum. */
    public static Fault check(MemorySegment s, long o, int available) {
        Fault fault = checkForm(s, o, available);
        if (fault != Fault.NONE) return fault;
        return verifiesChecksum(s, o) ? Fault.NONE : Fault.BAD_CHECKSUM;
    }

    /**
     * Whether version and lengths agree with each other and with the bytes that are there.
     *
     * @param available bytes from {@code o} to the end of the frame; may exceed the total length (link padding)
     */
    public static Fault checkForm(MemorySegment s, long o, int available) {
        if (available < 1) return Fault.TRUNCATED;
        if (version(s, o) != 4) return Fault.BAD_VERSION;
        if (available < MINIMUM_LENGTH) return Fault.TRUNCATED;
        int headerLength = headerLength(s, o);
        if (headerLength < MINIMUM_LENGTH) return Fault.BAD_HEADER_LENGTH;
        int totalLength = totalLength(s, o);
        if (totalLength < MINIMUM_LENGTH) return Fault.BAD_TOTAL_LENGTH;
        if (headerLength > totalLength) return Fault.BAD_HEADER_LENGTH;
        return totalLength > available ? Fault.TRUNCATED : Fault.NONE;
    }

    public static int version(MemorySegment s, long o) {
        return read8(s, o) >>> 4;
    }

    /** Bytes of header and options, 0 to 60. */
    public static int headerLength(MemorySegment s, long o) {
        return (read8(s, o) & 0xf) << 2;
    }

    /** The DS field: DSCP and ECN. */
    public static int tos(MemorySegment s, long o) {
        return read8(s, o + 1);
    }

    public static int dscp(MemorySegment s, long o) {
        return read8(s, o + 1) >>> 2;
    }

    /** 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE (RFC 3168 section 5). */
    public static int ecn(MemorySegment s, long o) {
        return read8(s, o + 1) & 3;
    }

    public static int totalLength(MemorySegment s, long o) {
        return read16(s, o + 2);
    }

    public static int identification(MemorySegment s, long o) {
        return read16(s, o + 4);
    }

    public static boolean dontFragment(MemorySegment s, long o) {
        return (read16(s, o + 6) & DONT_FRAGMENT) != 0;
    }

    public static boolean moreFragments(MemorySegment s, long o) {
        return (read16(s, o + 6) & MORE_FRAGMENTS) != 0;
    }

    /** Bytes, a multiple of 8. */
    public static int fragmentOffset(MemorySegment s, long o) {
        return (read16(s, o + 6) & FRAGMENT_OFFSET) << 3;
    }

    /** Whether this is a part of a datagram: more fragments follow, or some precede. */
    public static boolean isFragment(MemorySegment s, long o) {
        return (read16(s, o + 6) & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0;
    }

    public static int timeToLive(MemorySegment s, long o) {
        return read8(s, o + 8);
    }

    public static int protocol(MemorySegment s, long o) {
        return read8(s, o + 9);
    }

    /** The field in network order, for display; {@link #verifiesChecksum} judges it. */
    public static int checksum(MemorySegment s, long o) {
        return read16(s, o + CHECKSUM_OFFSET);
    }

    public static int source(MemorySegment s, long o) {
        return read32(s, o + 12);
    }

    public static int destination(MemorySegment s, long o) {
        return read32(s, o + 16);
    }

    public static boolean verifiesChecksum(MemorySegment s, long o) {
        return Checksum.verifies(Checksum.sum(s, o, headerLength(s, o)));
    }

    /** Writes a header of 20 bytes, not a fragment, with its checksum. */
    public static void write(
            MemorySegment s, long o, int tos, int totalLength, int identification, boolean dontFragment,
            int timeToLive, int protocol, int source, int destination) {
        write16(s, o, 0x4500 | tos & 0xff);
        write16(s, o + 2, totalLength);
        write16(s, o + 4, identification);
        write16(s, o + 6, dontFragment ? DONT_FRAGMENT : 0);
        write8(s, o + 8, timeToLive);
        write8(s, o + 9, protocol);
        write32(s, o + 12, source);
        write32(s, o + 16, destination);
        writeChecksum(s, o);
    }

    /**
     * Makes a written header that of a fragment, checksum included.
     *
     * @param totalLength bytes of header and of the data of this fragment
     * @param fragmentOffset bytes, a multiple of 8
     */
    public static void writeFragment(
            MemorySegment s, long o, int totalLength, int fragmentOffset, boolean moreFragments) {
        write16(s, o + 2, totalLength);
        write16(s, o + 6, read16(s, o + 6) & ~(MORE_FRAGMENTS | FRAGMENT_OFFSET)
                | (moreFragments ? MORE_FRAGMENTS : 0) | fragmentOffset >>> 3);
        writeChecksum(s, o);
    }

    /** Replaces the total length, checksum included; for segments cut out of a larger one. */
    public static void writeTotalLength(MemorySegment s, long o, int totalLength) {
        write16(s, o + 2, totalLength);
        writeChecksum(s, o);
    }

    /** Replaces the identification, checksum included. */
    public static void writeIdentification(MemorySegment s, long o, int identification) {
        write16(s, o + 4, identification);
        writeChecksum(s, o);
    }

    /** Replaces the time to live, the checksum by the difference (RFC 1624): what a router does. */
    public static void writeTimeToLive(MemorySegment s, long o, int timeToLive) {
        int before = read16(s, o + 8);
        write8(s, o + 8, timeToLive);
        int sum = (~read16(s, o + CHECKSUM_OFFSET) & 0xffff) + (~before & 0xffff) + read16(s, o + 8);
        sum = (sum >>> 16) + (sum & 0xffff);
        write16(s, o + CHECKSUM_OFFSET, ~(sum + (sum >>> 16)));
    }

    /** Replaces the ECN field, checksum included: how a queue marks Congestion Experienced. */
    public static void writeEcn(MemorySegment s, long o, int ecn) {
        write8(s, o + 1, tos(s, o) & ~3 | ecn & 3);
        writeChecksum(s, o);
    }

    /** Sets the checksum of a header whose other fields, options included, are in place. */
    public static void writeChecksum(MemorySegment s, long o) {
        write16(s, o + CHECKSUM_OFFSET, 0);
        Checksum.store(s, o + CHECKSUM_OFFSET, Checksum.finish(Checksum.sum(s, o, headerLength(s, o))));
    }
}
