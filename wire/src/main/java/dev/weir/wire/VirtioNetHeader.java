package dev.weir.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a device with offload puts before each packet: what is left to be checksummed and cut into segments. Unlike
 * the headers that it describes, its fields are in the byte order of this machine (legacy virtio, the default of TUN).
 *
 * @spec https://docs.oasis-open.org/virtio/virtio/v1.3/virtio-v1.3.html Virtio 1.3, section 5.1.6
 */
public final class VirtioNetHeader {
    /** Bytes without the count of merged buffers. */
    public static final int LENGTH = 10;

    /** The checksum field holds the folded pseudo header sum only; the rest is to be summed, or was never at risk. */
    public static final int NEEDS_CHECKSUM = 1;
    /** The device has verified the checksum. */
    public static final int DATA_VALID = 2;

    public static final int GSO_NONE = 0;
    public static final int GSO_TCPV4 = 1;
    public static final int GSO_TCPV6 = 4;
    public static final int GSO_UDP_L4 = 5;
    /** Added to a GSO type: CWR stands on the first segment only. */
    public static final int GSO_ECN = 0x80;

    private VirtioNetHeader() {}

    public static int flags(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_BYTE, o) & 0xff;
    }

    /** One of the GSO constants, perhaps with {@link #GSO_ECN}. */
    public static int gsoType(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_BYTE, o + 1) & 0xff;
    }

    /** Bytes of IP and transport headers; a hint when received. */
    public static int headerLength(MemorySegment s, long o) {
        return read(s, o + 2);
    }

    /** Bytes of payload in each segment but the last. */
    public static int gsoSize(MemorySegment s, long o) {
        return read(s, o + 4);
    }

    /** Where summing begins, from the first byte of the packet. */
    public static int checksumStart(MemorySegment s, long o) {
        return read(s, o + 6);
    }

    /** Where the checksum field stands, from {@link #checksumStart}. */
    public static int checksumOffset(MemorySegment s, long o) {
        return read(s, o + 8);
    }

    public static void write(
            MemorySegment s, long o, int flags, int gsoType, int headerLength, int gsoSize,
            int checksumStart, int checksumOffset) {
        s.set(ValueLayout.JAVA_BYTE, o, (byte) flags);
        s.set(ValueLayout.JAVA_BYTE, o + 1, (byte) gsoType);
        write(s, o + 2, headerLength);
        write(s, o + 4, gsoSize);
        write(s, o + 6, checksumStart);
        write(s, o + 8, checksumOffset);
    }

    /** Writes the header of a packet that is complete as it is. */
    public static void clear(MemorySegment s, long o) {
        write(s, o, 0, GSO_NONE, 0, 0, 0, 0);
    }

    private static int read(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_SHORT_UNALIGNED, o) & 0xffff;
    }

    private static void write(MemorySegment s, long o, int value) {
        s.set(ValueLayout.JAVA_SHORT_UNALIGNED, o, (short) value);
    }
}
