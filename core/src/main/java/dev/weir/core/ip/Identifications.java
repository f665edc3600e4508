package dev.weir.core.ip;

import dev.weir.wire.IpAddress;

/**
 * Identifications of packets and flow labels, unpredictable for who does not know the seed.
 *
 * <p>Counters are chosen by a keyed hash of the pair of hosts (RFC 7739 5.3): successive packets of a pair never
 * repeat within 65,536 (RFC 6864), retransmissions included, and one pair tells nothing about the traffic of others.
 */
final class Identifications {
    private static final int COUNTERS = 2048; // a power of two

    private final long seed;
    private final int[] counters = new int[COUNTERS];

    Identifications(long seed) {
        this.seed = mix(seed);
        for (int i = 0; i < COUNTERS; i++) counters[i] = (int) mix(this.seed + i);
    }

    /** Takes {@code count} successive identifications and answers the first; IPv4 uses the low 16 bits. */
    int take(IpAddress source, IpAddress destination, int protocol, int count) {
        int counter = (int) hash(source, destination, protocol) & COUNTERS - 1;
        int first = counters[counter];
        counters[counter] += count;
        return first;
    }

    /**
     * 20 bits that stay the same for a flow (RFC 6437 section 3).
     *
     * @param ports the first four bytes of the transport header where those are ports, else 0
     */
    int flowLabel(IpAddress source, IpAddress destination, int protocol, int ports) {
        return (int) (mix(hash(source, destination, protocol) ^ ports) >>> 44);
    }

    private long hash(IpAddress source, IpAddress destination, int protocol) {
        long hash = mix(seed ^ source.high());
        hash = mix(hash ^ source.low());
        hash = mix(hash ^ destination.high());
        hash = mix(hash ^ destination.low());
        return mix(hash ^ protocol);
    }

    /** The finaliser of SplitMix64: every input bit changes half of the output bits. */
    private static long mix(long value) {
        long z = value + 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
