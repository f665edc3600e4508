package dev.weir.core.tcp;

/**
 * Was what we took for lost only late? The timestamp that the peer echoes tells: the first ACK of new data after a
 * retransmission that echoes an older stamp than the retransmission's was caused by the original (the Eifel algorithm).
 * What to do about it is the sender's and the congestion control's.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3522 RFC 3522, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc4015 RFC 4015, section 3.2
 */
final class SpuriousRecovery {
    /** What the first ACK of new data says. */
    enum Verdict {
        /** Nothing was taken for lost, or it was. */
        NONE,
        /** The timer was too short. */
        TIMEOUT,
        /** Segments overtook each other. */
        FAST_RETRANSMIT
    }

    private Verdict suspected = Verdict.NONE;
    private boolean resent;
    private int firstStamp; // "RetransmitTS"

    /** (1) Loss was declared; {@code how} it will be called if that was wrong. A time-out counts for more than what was before. */
    void begins(Verdict how) {
        if (suspected == Verdict.NONE) resent = false;
        suspected = how;
    }

    /** Loss was declared, and no ACK of new data has said anything about it yet. */
    boolean suspects() {
        return suspected != Verdict.NONE;
    }

    /** (2) Something taken for lost leaves again with this stamp; only the first counts. */
    void resent(int stamp) {
        if (suspected == Verdict.NONE || resent) return;
        resent = true;
        firstStamp = stamp;
    }

    /** (4) New data is acknowledged; {@code echo} is the stamp that the ACK brings back. Asked once. */
    Verdict acknowledged(boolean hasEcho, int echo) {
        Verdict verdict = resent && hasEcho && Sequence.timestampBefore(echo, firstStamp) ? suspected : Verdict.NONE;
        suspected = Verdict.NONE;
        resent = false;
        return verdict;
    }
}
