package dev.weir.core.tcp;

import dev.weir.core.ip.SipHash;

/**
 * Limits challenge ACKs of the whole stack per second, so that a blind attacker cannot make us a source of traffic. The
 * limit is drawn anew each second around the configured one: a fixed one would be a counter that others can read.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5961#section-7 RFC 5961, sections 7 and 10
 */
final class Challenges {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int perSecond;
    private final SipHash random;
    private long second = Long.MIN_VALUE;
    private long left;

    Challenges(int perSecond, SipHash random) {
        this.perSecond = perSecond;
        this.random = random;
    }

    boolean grant(long now) {
        long current = now / SECOND_NANOS;
        if (current != second) {
            second = current;
            long half = perSecond / 2;
            left = half + (half == 0 ? perSecond : Long.remainderUnsigned(random.hash(current, 0, 0, 0, 0, 2), perSecond));
        }
        if (left <= 0) return false;
        left--;
        return true;
    }
}
