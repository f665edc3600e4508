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
    private static final int BLOCK_BITS = 10;
    private static final int BLOCK_WORDS = 1 << BLOCK_BITS;
    private static final long[] BLOCK = new long[BLOCK_WORDS]; // any words without a pattern

    static {
        for (int i = 0; i < BLOCK_WORDS; i++) BLOCK[i] = mix(i + 1);
    }

    /** The byte at a position of the stream; the first is at 0. */
    public byte at(long position) {
        return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
    }

    /** Writes the bytes from {@code position} on. */
    public void fill(byte[] target, int offset, int length, long position) {
        int i = 0;
        for (; i < length && (position + i & 7) != 0; i++) target[offset + i] = at(position + i);
        while (i + 8 <= length) {
            long index = position + i >>> 3;
            long key = key(index);
            int first = (int) index & BLOCK_WORDS - 1;
            int words = Math.min(length - i >>> 3, BLOCK_WORDS - first);
            for (int k = 0; k < words; k++) WORDS.set(target, offset + i + 8 * k, BLOCK[first + k] ^ key);
            i += 8 * words;
        }
        for (; i < length; i++) target[offset + i] = at(position + i);
    }

    /** How many of these bytes, counted from the first, are those of the stream from {@code position} on. */
    public int matching(byte[] bytes, int offset, int length, long position) {
        int i = 0;
        for (; i < length && (position + i & 7) != 0; i++) {
            if (bytes[offset + i] != at(position + i)) return i;
        }
        while (i + 8 <= length) {
            long index = position + i >>> 3;
            long key = key(index);
            int first = (int) index & BLOCK_WORDS - 1;
            int words = Math.min(length - i >>> 3, BLOCK_WORDS - first);
            int k = 0;
            while (k < words && (long) WORDS.get(bytes, offset + i + 8 * k) == (BLOCK[first + k] ^ key)) k++;
            i += 8 * k;
            if (k < words) break;
        }
        for (; i < length; i++) {
            if (bytes[offset + i] != at(position + i)) return i;
        }
        return length;
    }

    /** Every 64-bit word on its own, so that any position is found at once. */
    private long word(long index) {
        return BLOCK[(int) index & BLOCK_WORDS - 1] ^ key(index);
    }

    /** What the block of a word is combined with: one multiplication for many words, since streams are long. */
    private long key(long index) {
        return mix(seed ^ mix(index >>> BLOCK_BITS));
    }

    /** SplitMix64. */
    private static long mix(long index) {
        long z = index * 0x9e3779b97f4a7c15L;
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
