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
    private static final int LABEL_BITS = 20;

    private final SipHash secret;
    private final int[] counters = new int[COUNTERS];

    Identifications(long seed) {
        secret = SipHash.derived(seed, 1);
        for (int i = 0; i < COUNTERS; i++) counters[i] = (int) secret.hash(i, 0, 0, 0, 0, 0);
    }

    /** Takes {@code count} successive identifications and answers the first; IPv4 uses the low 16 bits. */
    int take(IpAddress source, IpAddress destination, int protocol, int count) {
        int counter = (int) hash(source, destination, protocol, 0) & COUNTERS - 1;
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
        return (int) (hash(source, destination, protocol, ports) >>> Long.SIZE - LABEL_BITS);
    }

    private long hash(IpAddress source, IpAddress destination, int protocol, int ports) {
        return secret.hash(source.high(), source.low(), destination.high(), destination.low(), protocol, ports);
    }
}
