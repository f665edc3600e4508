package dev.weir.core.tcp;

/**
 * Whether a sender uses its congestion window, so that it may grow: by the most that was in flight since the round trip
 * before, as Linux judges it.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7661 RFC 7661, section 4
 */
final class WindowUse {
    private long most; // in flight in this round
    private long roundEnd; // SND.NXT when it began
    private boolean limited; // cwnd held the sender in this round

    /**
     * Something was sent, or could not be.
     *
     * @param full cwnd holds the sender
     */
    void sent(long inFlightBytes, boolean full, long una, long nxt) {
        if (una < roundEnd && !full && (limited || inFlightBytes <= most)) return;
        limited = full;
        most = inFlightBytes;
        roundEnd = nxt;
    }

    /** In slow start cwnd grows to twice what was in flight. */
    boolean isUsed(long cwnd, long ssthresh) {
        return limited || cwnd < ssthresh && cwnd < 2 * most;
    }
}
