package dev.weir.lab.box;

import java.time.Duration;

/**
 * How long a box remembers a flow that is silent.
 *
 * @param established TCP after its handshake; RFC 5382 REQ-5 wants at least 2 h 4 min, many boxes have less
 * @param transitory TCP before and after; REQ-5: at least 4 min
 * @param udp RFC 4787 REQ-5: at least 2 min
 * @param icmp RFC 5508 REQ-2: at least 60 s
 */
public record Idle(Duration established, Duration transitory, Duration udp, Duration icmp) {
    /** What the RFCs want at least. */
    public static final Idle BY_THE_RFCS =
            new Idle(Duration.ofMinutes(124), Duration.ofMinutes(4), Duration.ofMinutes(2), Duration.ofMinutes(1));

    public Idle {
        check(established);
        check(transitory);
        check(udp);
        check(icmp);
    }

    /** The same for all: what load balancers and cloud gateways have, 60 s to 900 s. */
    public static Idle ofAll(Duration idle) {
        return new Idle(idle, idle, idle, idle);
    }

    private static void check(Duration value) {
        if (value.isNegative() || value.isZero()) throw new IllegalArgumentException("idle times must be more than 0");
    }
}
