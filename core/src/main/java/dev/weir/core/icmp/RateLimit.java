package dev.weir.core.icmp;

/** A token bucket: so many per second on average, and at most a second's worth at once. */
final class RateLimit {
    private static final long SECOND = 1_000_000_000;

    private final int perSecond;
    private final long nanosPerToken;
    private long emptyAt; // the instant at which the bucket was, or would have been, empty
    private boolean used;

    /** @param perSecond 0 and more; 0 grants nothing */
    RateLimit(int perSecond) {
        this.perSecond = perSecond;
        this.nanosPerToken = perSecond == 0 ? 0 : SECOND / perSecond;
    }

    /** Takes one token if there is one. */
    boolean take(long now) {
        if (perSecond == 0) return false;
        if (!used || now - emptyAt > SECOND) emptyAt = now - SECOND; // full
        used = true;
        if (now - emptyAt < nanosPerToken) return false;
        emptyAt += nanosPerToken;
        return true;
    }
}
