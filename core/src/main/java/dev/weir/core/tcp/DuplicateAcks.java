package dev.weir.core.tcp;

/**
 * Loss detection by duplicate acknowledgments, with NewReno's recovery point. Says that the first outstanding segment
 * is lost; how much may then be sent is the congestion control's, and when, the sender's.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5681 RFC 5681, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc6582 RFC 6582, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc3042 RFC 3042, section 2
 */
final class DuplicateAcks {
    /** What one more duplicate means. */
    enum Verdict {
        /** One or two: perhaps reordering; new data may go out beyond cwnd (RFC 3042). */
        WAIT,
        /** The threshold is reached: the first outstanding segment is lost. */
        LOSS,
        /** Inside recovery: another segment has left the network. */
        INFLATE,
        /** Duplicates of a recovery that is over (RFC 6582 section 4.1): nothing. */
        STALE
    }

    private final int threshold;
    private int count;
    private long total;
    private boolean recovering;
    private long recover; // "recover" of RFC 6582: the highest position sent when recovery or a time-out began

    DuplicateAcks(int threshold) {
        this.threshold = threshold;
    }

    Verdict duplicate(long una, long nxt) {
        total++;
        count = Math.min(count + 1, Integer.MAX_VALUE - 1); // saturates
        if (recovering) return Verdict.INFLATE;
        if (count < threshold) return Verdict.WAIT;
        if (count > threshold || una <= recover) return Verdict.STALE; // step 2: covers more than "recover"?
        recovering = true;
        recover = nxt;
        return Verdict.LOSS;
    }

    /** New data was acknowledged. True if that ends a recovery; while it does not, the ACK was a partial one. */
    boolean advanced(long una) {
        count = 0;
        if (!recovering || una < recover) return false;
        recovering = false;
        return true;
    }

    /** The retransmission timer expired: what was outstanding is retransmitted in any case. */
    void timedOut(long nxt) {
        recovering = false;
        count = 0;
        recover = nxt; // step 4 (6582 3.2): no fast retransmit for what was outstanding now
    }

    /** Nothing was lost: a later loss is found as the first would have been. */
    void undone(long una) {
        recovering = false;
        count = 0;
        recover = una - 1;
    }

    /** Duplicates since new data was last acknowledged. */
    int count() {
        return count;
    }

    boolean recovering() {
        return recovering;
    }

    /** Segments that limited transmit allows beyond cwnd: 0, 1 or 2. */
    int allowance() {
        return recovering ? 0 : Math.min(count, 2);
    }

    /** Since the connection began. */
    long total() {
        return total;
    }
}
