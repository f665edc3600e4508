package dev.weir.core.link;

/**
 * The chances of one packet, drawn from the seed and the packet's number alone (SplitMix64): what happens to it does
 * not depend on time, on other packets or on which impairments are switched on.
 */
final class Draws {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;
    private static final int FRACTION_BITS = 53;

    private final long seed;
    private long state;

    Draws(long seed) {
        this.seed = seed;
    }

    void begin(long number) {
        state = mix(seed ^ mix(number * GAMMA));
    }

    long next() {
        return mix(state += GAMMA);
    }

    /** Takes one draw in any case. */
    boolean happens(double probability) {
        return (next() >>> Long.SIZE - FRACTION_BITS) * 0x1p-53 < probability;
    }

    /** Evenly 0..bound-1. */
    long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
