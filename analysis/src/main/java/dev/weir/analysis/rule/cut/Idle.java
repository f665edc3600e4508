package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;

/** Silences after which devices forget connections. */
final class Idle {
    /**
     * The shortest limit that is met for established TCP (mobile networks, cheap routers); RFC 5382 5 asks for more
     * than two hours. A break after a shorter silence has another cause.
     */
    static final long LEAST_NANOS = 30_000_000_000L;

    /** Limits that are met again and again, with who has them. */
    private static final long[] USUAL_SECONDS = {30, 60, 120, 240, 300, 350, 600, 900, 1800, 3600, 7200, 7440};

    private Idle() {}

    static String advice(long silenceNanos) {
        return "Send keep-alives (SO_KEEPALIVE with TCP_KEEPIDLE, or the protocol's own pings) more often than every "
                + Quantity.time(usual(silenceNanos)) + ", or raise the idle limit of the device that forgets: address "
                + "translation, firewall or load balancer.";
    }

    /** The longest usual limit within this silence: the real one may be shorter. */
    private static long usual(long silenceNanos) {
        long best = USUAL_SECONDS[0];
        for (long seconds : USUAL_SECONDS) {
            if (seconds * 1_000_000_000L <= silenceNanos) best = seconds;
        }
        return best * 1_000_000_000L;
    }
}
