package dev.weir.wire.pcap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes ahead of a decoder: a whole file, or a window that is moved along a {@link ByteSource} and grows to the
 * largest block. Positions given to the readers count from the next byte that was not yet skipped.
 */
final class CaptureInput {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int WINDOW_LENGTH = 1 << 18;

    private final ByteSource source;
    private MemorySegment window;
    private long next; // in the window
    private long limit; // in the window: bytes before it are filled
    private long skippedBytes; // before the window
    private boolean exhausted;
    private boolean bigEndian;

    CaptureInput(MemorySegment whole) {
        this.source = null;
        this.window = whole;
        this.limit = whole.byteSize();
        this.exhausted = true;
    }

    CaptureInput(ByteSource source) {
        this.source = source;
        this.window = MemorySegment.ofArray(new byte[WINDOW_LENGTH]);
    }

    /** Whether {@code length} bytes are ahead; moves and fills the window if need be. */
    boolean has(long length) {
        if (limit - next >= length) return true;
        if (exhausted) return false;
        while (limit - next < length) {
            if (next + length > window.byteSize()) makeRoom(length);
            int count = source.read(window.asSlice(limit));
            if (count <= 0) {
                exhausted = true;
                return false;
            }
            limit += count;
        }
        return true;
    }

    /** Moves what is ahead to the start, into a window twice as large once it is full. */
    private void makeRoom(long length) {
        long kept = limit - next;
        var target = window;
        if (kept == window.byteSize()) { // grows with what has come, not with what a length field claims
            target = MemorySegment.ofArray(new byte[(int) Math.min(2 * kept, Math.max(length, kept + 1))]);
        }
        if (target != window || next > 0) MemorySegment.copy(window, next, target, 0, kept);
        window = target;
        skippedBytes += next;
        next = 0;
        limit = kept;
    }

    void skip(long length) {
        next += length;
    }

    /** The offset in the file of the next byte. */
    long fileOffset() {
        return skippedBytes + next;
    }

    boolean isBigEndian() {
        return bigEndian;
    }

    void byteOrder(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    int unsigned16(long position) {
        short value = window.get(SHORT, next + position);
        return (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
    }

    int int32(long position) {
        int value = window.get(INT, next + position);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    long unsigned32(long position) {
        return int32(position) & 0xffff_ffffL;
    }

    long int64(long position) {
        long value = window.get(LONG, next + position);
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    int unsigned8(long position) {
        return window.get(ValueLayout.JAVA_BYTE, next + position) & 0xff;
    }

    MemorySegment slice(long position, long length) {
        return window.asSlice(next + position, length).asReadOnly();
    }

    String text(long position, int length) {
        byte[] bytes = slice(position, length).toArray(ValueLayout.JAVA_BYTE);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) end--; // some writers count a terminating NUL
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
