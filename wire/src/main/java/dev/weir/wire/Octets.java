package dev.weir.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Fields in network byte order at any alignment. Narrow fields are read as unsigned. */
final class Octets {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Octets() {}

    static int read8(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_BYTE, o) & 0xff;
    }

    static int read16(MemorySegment s, long o) {
        return s.get(SHORT, o) & 0xffff;
    }

    static int read32(MemorySegment s, long o) {
        return s.get(INT, o);
    }

    static long read64(MemorySegment s, long o) {
        return s.get(LONG, o);
    }

    static void write8(MemorySegment s, long o, int value) {
        s.set(ValueLayout.JAVA_BYTE, o, (byte) value);
    }

    static void write16(MemorySegment s, long o, int value) {
        s.set(SHORT, o, (short) value);
    }

    static void write32(MemorySegment s, long o, int value) {
        s.set(INT, o, value);
    }

    static void write64(MemorySegment s, long o, long value) {
        s.set(LONG, o, value);
    }
}
