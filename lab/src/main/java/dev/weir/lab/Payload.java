package dev.weir.lab;

/**
 * An endless stream of bytes that depends on a seed only: each byte follows from its position, so that a receiver can
 * tell a lost, doubled, moved or invented byte from a right one.
 *
 * @param seed streams of different seeds differ almost everywhere
 */
public record Payload(long seed) {
    /** The byte at a position of the stream; the first is at 0. */
    public byte at(long position) {
        return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
    }

    /** Writes the bytes from {@code position} on. */
    public void fill(byte[] target, int offset, int length, long position) {
        for (int i = 0; i < length; ) {
            long at = position + i;
            long word = word(at >>> 3) >>> ((at & 7) << 3);
            for (int left = 8 - (int) (at & 7); left > 0 && i < length; left--, i++) {
                target[offset + i] = (byte) word;
                word >>>= 8;
            }
        }
    }

    /** How many of these bytes, counted from the first, are those of the stream from {@code position} on. */
    public int matching(byte[] bytes, int offset, int length, long position) {
        for (int i = 0; i < length; i++) {
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
        private long hash = Fingerprint.SEED;

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
            for (int i = 0; i < length; i++) hash = Fingerprint.mix(hash, bytes[offset + i]);
            position += length;
        }

        /** Bytes so far. */
        public long length() {
            return position;
        }

        /** Of all bytes so far, in their order. */
        public long hash() {
            return hash;
        }
    }
}
