package dev.weir.wire;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Seeded values for property tests. A failure names the seed that repeats it alone. */
public final class Randomized {
    private final SplittableRandom random;

    public Randomized(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Runs a property with the seeds 0, 1, 2 ... */
    public static void repeat(int times, Consumer<Randomized> property) {
        for (long seed = 0; seed < times; seed++) {
            try {
                property.accept(new Randomized(seed));
            } catch (Throwable e) {
                throw new AssertionError("with new Randomized(" + seed + "): " + e.getMessage(), e);
            }
        }
    }

    /** 0 to bound - 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    public int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    public int anyInt() {
        return random.nextInt();
    }

    public long anyLong() {
        return random.nextLong();
    }

    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A copy with one to four bytes changed, some of them to values that are borders, and perhaps cut short. */
    public byte[] mutated(byte[] original) {
        int length = chance(20) ? below(original.length + 1) : original.length;
        byte[] copy = Arrays.copyOf(original, length);
        for (int i = between(1, 4); i > 0 && length > 0; i--) {
            int[] borders = {0, 1, 2, 0x7f, 0x80, 0xff, anyInt()};
            copy[below(length)] = (byte) borders[below(borders.length)];
        }
        return copy;
    }
}
