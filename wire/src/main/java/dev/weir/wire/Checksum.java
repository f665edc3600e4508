package dev.weir.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The Internet checksum. Sums are kept in the byte order of this machine and folded only at the end: ones' complement
 * addition does not care about byte order (RFC 1071 section 2 B), so nothing is swapped on the way.
 *
 * <p>A <em>sum</em> is an unfolded {@code long}; sums of parts are added with {@code +} when every part but the last
 * has an even length, else with {@link #append}. Values of {@link #fold} and {@link #finish} are in native order too
 * and reach the wire through {@link #store} only.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc1071 RFC 1071
 */
public final class Checksum {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Checksum() {}

    /** The sum of {@code length} bytes; an odd last byte is padded with zero. Exact up to 8 GiB. */
    public static long sum(MemorySegment s, long offset, int length) {
        long sum = 0;
        int words = length >>> 2;
        for (int i = 0; i < words; i++) { // this very form (int index, int words, long sum) is what C2 vectorises
            sum += s.get(ValueLayout.JAVA_INT_UNALIGNED, offset + ((long) i << 2)) & 0xffff_ffffL;
        }
        long tail = offset + (length & ~3);
        if ((length & 2) != 0) {
            sum += s.get(ValueLayout.JAVA_SHORT_UNALIGNED, tail) & 0xffff;
            tail += 2;
        }
        if ((length & 1) != 0) {
            int last = s.get(ValueLayout.JAVA_BYTE, tail) & 0xff;
            sum += LITTLE_ENDIAN ? last : last << 8;
        }
        return sum;
    }

    /**
     * Adds bytes that stand at byte {@code position} of the checksummed text; at an odd position they fall into the
     * other halves of the 16-bit words (RFC 1071 section 2 A).
     */
    public static long append(long sum, int position, MemorySegment s, long offset, int length) {
        long part = sum(s, offset, length);
        return sum + ((position & 1) == 0 ? part : swap(fold(part)));
    }

    /**
     * The sum of the pseudo header: of IPv4 when the source is IPv4-mapped, else of IPv6.
     *
     * @param protocol the upper protocol, whatever extension headers stand between
     * @param length bytes of upper-layer header and data
     */
    public static long pseudoHeader(
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int protocol, int length) {
        long sum = (sourceLow & 0xffff_ffffL) + (destinationLow & 0xffff_ffffL) + protocol + length;
        if (!IpAddress.isIpv4(sourceHigh, sourceLow)) {
            sum += (sourceHigh >>> 32) + (sourceHigh & 0xffff_ffffL) + (sourceLow >>> 32)
                    + (destinationHigh >>> 32) + (destinationHigh & 0xffff_ffffL) + (destinationLow >>> 32);
        }
        return LITTLE_ENDIAN ? swap(fold(sum)) : sum;
    }

    /** The sum as 16 bits, not inverted: what a device with checksum offload wants in the field. */
    public static int fold(long sum) {
        sum = (sum >>> 32) + (sum & 0xffff_ffffL);
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        return (int) ((sum >>> 16) + (sum & 0xffff));
    }

    /** The value of the checksum field: the folded sum inverted. */
    public static int finish(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /** Writes a value of {@link #fold} or {@link #finish} into a checksum field. */
    public static void store(MemorySegment s, long offset, int nativeValue) {
        s.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) nativeValue);
    }

    /** Whether a sum over the text, its checksum field included, is that of intact text. */
    public static boolean verifies(long sumIncludingField) {
        return fold(sumIncludingField) == 0xffff;
    }

    /** Whether the checksum of a TCP segment, UDP datagram or ICMPv6 message of {@code length} bytes at o verifies. */
    public static boolean verifies(
            MemorySegment s, long o, int length,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int protocol) {
        return verifies(pseudoHeader(sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, length)
                + sum(s, o, length));
    }

    private static int swap(int value) {
        return (value >>> 8 | value << 8) & 0xffff;
    }
}
