package dev.weir.core.udp;

import dev.weir.core.config.IpConfig;

/** Where to begin looking for a free port: unpredictable without the seed, so that nobody off the path guesses it. */
final class EphemeralPorts {
    private final int first;
    private final int count;
    private long state;

    EphemeralPorts(IpConfig config, long seed) {
        this.first = config.ephemeralFirst();
        this.count = config.ephemeralLast() - first + 1;
        this.state = seed;
    }

    int count() {
        return count;
    }

    /** A number to begin with, for {@link #port}. */
    int begin() {
        state += 0x9e37_79b9_7f4a_7c15L; // SplitMix64
        long z = (state ^ state >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return (int) Long.remainderUnsigned(z ^ z >>> 31, count);
    }

    /** The port that comes {@code steps} after the beginning, round the range. */
    int port(int begin, int steps) {
        return first + (begin + steps) % count;
    }
}
