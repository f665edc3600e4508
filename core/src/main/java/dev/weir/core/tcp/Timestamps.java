package dev.weir.core.tcp;

/**
 * The timestamps of one connection: our clock, TS.Recent, and PAWS.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7323 RFC 7323, sections 3 to 5
 */
final class Timestamps {
    private static final long TICK_NANOS = 1_000_000; // 5.4: 1 ms to 1 s per tick
    private static final long OUTDATED_NANOS = 24L * 24 * 3600 * 1_000_000_000L; // 5.5: 24 days

    private final int offset;
    private int recent;
    private long recentAt;
    private boolean known;

    /** @param offset of this flow's clock, so that it tells nothing about others */
    Timestamps(int offset) {
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    int value(long now) {
        return (int) (now / TICK_NANOS) + offset;
    }

    /** TS.Recent: what we echo; 0 before the peer's first. */
    int echo() {
        return recent;
    }

    /** 5.3 R1: older than the newest that was in order, which itself is not outdated. */
    boolean isOld(Segment seg, long now) {
        return known && seg.options().hasTimestamps()
                && Sequence.timestampBefore(seg.options().tsVal(), recent)
                && now - recentAt < OUTDATED_NANOS;
    }

    /** 4.3 (2): only a segment that covers what we acknowledged last tells the time that must be echoed. */
    void update(Segment seg, long lastAckSent, long now) {
        if (!seg.options().hasTimestamps() || seg.seq() > lastAckSent) return;
        int value = seg.options().tsVal();
        if (!known || !Sequence.timestampBefore(value, recent) || now - recentAt >= OUTDATED_NANOS) take(value, now);
    }

    void take(int peerValue, long now) {
        recent = peerValue;
        recentAt = now;
        known = true;
    }

    long recentAt() {
        return recentAt;
    }

    /** What our timestamp, echoed, says about the round trip, in whole ticks; negative if it is none of ours. */
    long rttNanos(int echoed, long now) {
        return (value(now) - echoed) * TICK_NANOS;
    }
}
