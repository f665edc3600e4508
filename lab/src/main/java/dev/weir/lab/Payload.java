package dev.weir.lab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * An endless stream of bytes that depends on a seed only: each byte follows from its position, so that a receiver can
 * tell a lost, doubled, moved or invented byte from a right one.
 *
 * @param seed streams of different seeds differ almost everywhere
 */
public record Payload(long seed) {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The byte at a position of the stream; the first is at 0. */
    public byte at(long position) {
        return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
    }

    /** Writes the bytes from {@code position} on. */
    public void fill(byte[] target, int offset, int length, long position) {
        int i = 0;
        for (; i < length && (position + i & 7) != 0; i++) target[offset + i] = at(position + i);
        for (; i + 8 <= length; i += 8) WORDS.set(target, offset + i, word(position + i >>> 3));
        for (; i < length; i++) target[offset + i] = at(position + i);
    }

    /** How many of these bytes, counted from the first, are those of the stream from {@code position} on. */
    public int matching(byte[] bytes, int offset, int length, long position) {
        int i = 0;
        for (; i < length && (position + i & 7) != 0; i++) {
            if (bytes[offset + i] != at(position + i)) return i;
        }
        while (i + 8 <= length && (long) WORDS.get(bytes, offset + i) == word(position + i >>> 3)) i += 8;
        for (; i < length; i++) {
            if (bytes[offset + i] != at(position + i)) return i;
        }
        return length;
    }

    /** SplitMix64: every 64-bit word on its own, so that any position is found at once. */
    private long word(long index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Checks a stream as it is read. */
    public static final class Check {
        private final Payload payload;
        private long position;
        private final CRC32C hash = new CRC32C();

        public Check(Payload payload) {
            this.payload = payload;
        }

        /** @throws AssertionError at the first byte that is not the stream's */
        public void accept(byte[] bytes, int offset, int length) {
            int good = payload.matching(bytes, offset, length, position);
            if (good < length) {
                throw new AssertionError("byte " + (position + good) + " of the stream is " + bytes[offset + good]
                        + " instead of " + payload.at(position + good));
            }
            hash.update(bytes, offset, length);
            position += length;
        }

        /** Bytes so far. */
        public long length() {
            return position;
        }

        /** CRC-32C of all bytes so far. */
        public long hash() {
            return hash.getValue();
        }
    }
}
