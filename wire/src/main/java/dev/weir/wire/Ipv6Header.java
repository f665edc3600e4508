package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read32;
import static dev.weir.wire.Octets.read64;
import static dev.weir.wire.Octets.read8;
import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write32;
import static dev.weir.wire.Octets.write64;
import static dev.weir.wire.Octets.write8;

import java.lang.foreign.MemorySegment;

/**
 * The fixed IPv6 header, read and written in place; {@code o} is the offset of its first byte. Extension headers are
 * walked by {@link Ipv6Extensions}. Jumbograms (RFC 2675) are not supported.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8200 RFC 8200, section 3
 */
public final class Ipv6Header {
    /** Bytes of the fixed header. */
    public static final int LENGTH = 40;
    /** The largest value of the payload length field. */
    public static final int MAXIMUM_PAYLOAD_LENGTH = 65_535;
    /** Every link carries packets of this many bytes (section 5). */
    public static final int MINIMUM_MTU = 1280;

    private Ipv6Header() {}

    /**
     * Whether version, payload length and addresses can be right.
     *
     * @param available bytes from {@code o} to the end of the frame; may exceed header and payload (link padding)
     */
    public static Fault check(MemorySegment s, long o, int available) {
        if (available < 1) return Fault.TRUNCATED;
        if (version(s, o) != 6) return Fault.BAD_VERSION;
        if (available < LENGTH || LENGTH + payloadLength(s, o) > available) return Fault.TRUNCATED;
        boolean mapped = IpAddress.isIpv4(sourceHigh(s, o), sourceLow(s, o))
                || IpAddress.isIpv4(destinationHigh(s, o), destinationLow(s, o));
        return mapped ? Fault.BAD_ADDRESS : Fault.NONE;
    }

    public static int version(MemorySegment s, long o) {
        return read8(s, o) >>> 4;
    }

    /** DSCP and ECN. */
    public static int trafficClass(MemorySegment s, long o) {
        return read16(s, o) >>> 4 & 0xff;
    }

    public static int dscp(MemorySegment s, long o) {
        return trafficClass(s, o) >>> 2;
    }

    /** 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE (RFC 3168 section 5). */
    public static int ecn(MemorySegment s, long o) {
        return trafficClass(s, o) & 3;
    }

    /** 20 bits. */
    public static int flowLabel(MemorySegment s, long o) {
        return read32(s, o) & 0xfffff;
    }

    /** Bytes after the fixed header, extension headers included. */
    public static int payloadLength(MemorySegment s, long o) {
        return read16(s, o + 4);
    }

    public static int nextHeader(MemorySegment s, long o) {
        return read8(s, o + 6);
    }

    public static int hopLimit(MemorySegment s, long o) {
        return read8(s, o + 7);
    }

    public static long sourceHigh(MemorySegment s, long o) {
        return read64(s, o + 8);
    }

    public static long sourceLow(MemorySegment s, long o) {
        return read64(s, o + 16);
    }

    public static long destinationHigh(MemorySegment s, long o) {
        return read64(s, o + 24);
    }

    public static long destinationLow(MemorySegment s, long o) {
        return read64(s, o + 32);
    }

    public static void write(
            MemorySegment s, long o, int trafficClass, int flowLabel, int payloadLength, int nextHeader, int hopLimit,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        write32(s, o, 6 << 28 | (trafficClass & 0xff) << 20 | flowLabel & 0xfffff);
        write16(s, o + 4, payloadLength);
        write8(s, o + 6, nextHeader);
        write8(s, o + 7, hopLimit);
        write64(s, o + 8, sourceHigh);
        write64(s, o + 16, sourceLow);
        write64(s, o + 24, destinationHigh);
        write64(s, o + 32, destinationLow);
    }

    /** Replaces the payload length; for segments cut out of a larger one. */
    public static void writePayloadLength(MemorySegment s, long o, int payloadLength) {
        write16(s, o + 4, payloadLength);
    }

    /** Replaces the hop limit: what a router does. */
    public static void writeHopLimit(MemorySegment s, long o, int hopLimit) {
        write8(s, o + 7, hopLimit);
    }

    /** Replaces the ECN field: how a queue marks Congestion Experienced. */
    public static void writeEcn(MemorySegment s, long o, int ecn) {
        write16(s, o, read16(s, o) & ~0x30 | (ecn & 3) << 4);
    }
}
