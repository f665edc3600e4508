package dev.weir.core.udp;

import dev.weir.core.config.IpConfig;
import dev.weir.core.ip.SipHash;

/** Where to begin looking for a free port: unpredictable without the seed, so that nobody off the path guesses it. */
final class EphemeralPorts {
    private final int first;
    private final int count;
    private final SipHash secret;
    private long chosen;

    EphemeralPorts(IpConfig config, long seed) {
        this.first = config.ephemeralFirst();
        this.count = config.ephemeralLast() - first + 1;
        this.secret = SipHash.derived(seed, 2);
    }

    int count() {
        return count;
    }

    /** A number to begin with, for {@link #port}. */
    int begin() {
        return (int) Long.remainderUnsigned(secret.hash(chosen++, 0, 0, 0, 0, 0), count);
    }

    /** The port that comes {@code steps} after the beginning, round the range. */
    int port(int begin, int steps) {
        return first + (begin + steps) % count;
    }
}
