package dev.weir.core.tcp;

import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;

/**
 * Initial sequence numbers that remember a handshake, so that a full backlog keeps nothing: 5 bits of time, 3 bits of
 * MSS, 24 bits of a keyed hash. Options other than the MSS are lost.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4987#section-3.6 RFC 4987, section 3.6 and appendix A
 */
final class SynCookies {
    private static final long PERIOD_NANOS = 64_000_000_000L;
    private static final int[] MSS = {Negotiated.LEAST_MSS, 216, 536, 1200, 1360, 1440, 1460, 8960};

    private final SipHash hash;
    private long lastSentAt = Long.MIN_VALUE;

    SynCookies(SipHash hash) {
        this.hash = hash;
    }

    /** @param irs the SYN's number, as on the wire */
    int make(Flow flow, int irs, int peerMss, long now) {
        int index = 0;
        while (index + 1 < MSS.length && MSS[index + 1] <= peerMss) index++;
        lastSentAt = now;
        long period = now / PERIOD_NANOS;
        return (int) (period & 31) << 27 | index << 24 | digest(flow, irs, period, index);
    }

    /** The MSS that the cookie remembers, or -1 if it is not one of ours, or too old. */
    int mssOf(Flow flow, int irs, int cookie, long now) {
        if (!areExpected(now)) return -1;
        int index = cookie >>> 24 & 7;
        for (long period = now / PERIOD_NANOS, oldest = period - 1; period >= oldest; period--) {
            if ((period & 31) == cookie >>> 27 && digest(flow, irs, period, index) == (cookie & 0xffffff)) return MSS[index];
        }
        return -1;
    }

    /** One was sent lately. */
    boolean areExpected(long now) {
        return lastSentAt != Long.MIN_VALUE && now - lastSentAt <= 2 * PERIOD_NANOS;
    }

    private int digest(Flow flow, int irs, long period, int index) {
        return (int) hash.hash(flow, (Integer.toUnsignedLong(irs) << 24 ^ period << 3 ^ index) * 4 + 3) & 0xffffff;
    }
}
