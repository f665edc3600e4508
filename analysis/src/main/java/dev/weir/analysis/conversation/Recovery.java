package dev.weir.analysis.conversation;

import dev.weir.analysis.conversation.Retransmission.Kind;

/** Why a sender sends again, told from the acknowledgments before it and from how long it was silent. */
final class Recovery {
    /** Duplicate acknowledgments that prove a loss (RFC 5681 3.2). */
    private static final int DUPLICATES = 3;

    private boolean active;
    private Kind kind = Kind.FAST;
    private long point;
    private boolean probed;
    private long flightBefore;

    /** Whether losses are being repaired. */
    boolean isActive() {
        return active;
    }

    /** Bytes in flight when the repair began. */
    long flightBeforeBytes() {
        return flightBefore;
    }

    /** Whether it was begun by acknowledgments, not by a timer. */
    boolean isFast() {
        return kind == Kind.FAST;
    }

    /**
     * Judges a segment that was sent again, and notes it.
     *
     * @param copyNanos when the copy before came by, or the hole showed
     * @param repeated whether that was sent again already
     */
    Kind judge(Sender sender, long start, long end, long now, long copyNanos, boolean repeated) {
        if (end <= sender.acknowledged) return Kind.SPURIOUS;
        if (sender.told) {
            if (!active) begin(Kind.PATH_MTU, sender, now - copyNanos);
            return Kind.PATH_MTU;
        }
        long silence = now - Math.max(copyNanos, Math.max(sender.progressNanos, sender.sentNanos));
        long timeout = sender.half.roundTrips().timeoutNanos();
        boolean head = start <= sender.acknowledged;
        boolean told = sender.duplicates >= DUPLICATES || sender.sacked.highest() > start;
        boolean again = repeated && active && kind == Kind.TIMEOUT; // the timer once more, doubled
        boolean expired = head && (silence >= timeout - timeout / 8 || again);
        if (expired || !told && !active) {
            boolean last = end == sender.next;
            if (!expired && last && !probed && sender.half.roundTrips().smoothedNanos() > 0) {
                probed = true;
                return Kind.PROBE;
            }
            begin(Kind.TIMEOUT, sender, now - copyNanos);
            sender.half.losses().timeout(now - copyNanos);
            return Kind.TIMEOUT;
        }
        if (!active) {
            begin(Kind.FAST, sender, now - copyNanos);
            sender.half.losses().recovery(now - copyNanos);
        }
        return kind;
    }

    private void begin(Kind kind, Sender sender, long waitedNanos) {
        active = true;
        this.kind = kind;
        point = sender.next;
        flightBefore = sender.flightBeforeLossBytes;
    }

    /** Acknowledged up to here; whether that ends a repair. */
    boolean acknowledged(long position) {
        probed = false;
        if (!active || position < point) return false;
        active = false;
        return true;
    }
}
