package dev.weir.core.tcp;

import dev.weir.core.config.Acks;
import dev.weir.core.event.SendCause;

/**
 * When to acknowledge: at once, with the second segment, or when the timer fires.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6.3 RFC 9293, section 3.8.6.3
 * @spec https://www.rfc-editor.org/rfc/rfc5681#section-4.2 RFC 5681, section 4.2
 */
final class AckPolicy {
    private final Acks config;
    private final int ourMss;
    private int quickAcks;
    private long pendingBytes;
    private SendCause due;

    /** @param ourMss what we offered */
    AckPolicy(Acks config, int ourMss) {
        this.config = config;
        this.ourMss = ourMss;
        this.quickAcks = config.quickAcks();
    }

    /**
     * New data in order was taken.
     *
     * @param receiveMss the largest segment the peer has sent so far
     * @return true if the delayed-ACK timer must run
     */
    boolean received(int bytes, int receiveMss) {
        boolean second = pendingBytes > 0;
        pendingBytes += bytes;
        if (!config.delayed() || quickAcks > 0) {
            owe(SendCause.ACK_QUICK);
        } else if (config.bySegments() ? second || bytes > ourMss : pendingBytes >= 2L * receiveMss) { // SHLD-19
            owe(SendCause.ACK_EVERY_SECOND);
        }
        return due == null;
    }

    /** Nothing follows: a FIN counts as a byte, and only more than a segment is acknowledged at once. */
    void fin(int receiveMss) {
        quickAcks = 0;
        pendingBytes++;
        if (due == SendCause.ACK_QUICK) due = null;
        if (pendingBytes > receiveMss) owe(SendCause.ACK_OF_FIN);
    }

    /** An ACK must leave with the next flush; the first cause of several is kept. */
    void owe(SendCause cause) {
        if (due == null) due = cause;
    }

    /** Why an ACK is due now; null if none is. */
    SendCause due() {
        return due;
    }

    /** Something waits to be acknowledged, now or later. */
    boolean pending() {
        return due != null || pendingBytes > 0;
    }

    /** A hole appeared: the sender is in recovery and wants to hear of each segment. */
    void hole() {
        quickAcks = config.quickAcks();
    }

    /** As at the start of a connection: what is pending, and some of what follows, is acknowledged at once; or no longer. */
    void quick(boolean on) {
        quickAcks = on ? Math.max(1, config.quickAcks()) : 0;
        if (on && pendingBytes > 0) owe(SendCause.ACK_QUICK);
    }

    boolean isQuick() {
        return quickAcks > 0 || !config.delayed();
    }

    /** @param withData it rode on data: a conversation, in which delaying pays */
    void sent(boolean withData) {
        if (withData && pendingBytes > 0) {
            quickAcks = 0;
        } else if (quickAcks > 0 && pendingBytes > 0) {
            quickAcks--;
        }
        pendingBytes = 0;
        due = null;
    }

    long delayNanos() {
        return config.delay().toNanos();
    }
}
