package dev.weir.lab.net;

/** Seeds for the parts of a network from that of the whole (SplitMix64), in the order in which they are taken. */
final class Seeds {
    private long state;

    Seeds(long seed) {
        state = seed;
    }

    long next() {
        long z = state += 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
