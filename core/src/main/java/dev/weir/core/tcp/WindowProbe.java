package dev.weir.core.tcp;

import dev.weir.core.config.Rto;
import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;

/**
 * Asking a peer whose window is shut, again and again, since the segment that opens it may have been lost: how often, and
 * how long in between. What a probe carries is the {@link Sender}'s to say.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6.1 RFC 9293, section 3.8.6.1
 */
final class WindowProbe {
    /** MUST-60: corked data leaves at last by itself, after as long as Linux holds it. */
    private static final long CORK_NANOS = 200_000_000;

    private final Connection connection;
    private final Timers timers;
    private final Rto config;
    private int inARow;
    private int unanswered; // since the peer was last heard
    private boolean due;

    WindowProbe(Connection connection, Timers timers, Rto config) {
        this.connection = connection;
        this.timers = timers;
        this.config = config;
    }

    int inARow() {
        return inARow;
    }

    /** Since the peer was last heard. */
    int unanswered() {
        return unanswered;
    }

    boolean isDue() {
        return due;
    }

    /** The next flush probes, if it still has to. */
    void request() {
        due = true;
    }

    /** The flush has looked at it. */
    void done() {
        due = false;
    }

    /** A probe left. */
    void sent(long now) {
        inARow++;
        if (++unanswered == config.r1()) connection.softErrors().adviseNegatively(unanswered, now);
    }

    /** The peer lives (MUST-37). */
    void heard() {
        unanswered = 0;
    }

    void windowOpened() {
        inARow = 0;
        timers.cancel(TimerKind.PERSIST);
    }

    /** Something waits for the window, or for the cork, and nothing in flight will bring an ACK. */
    void await(boolean corked, long rtoNanos, long now) {
        timers.cancel(TimerKind.RETRANSMISSION);
        timers.armIfIdle(TimerKind.PERSIST, Deadline.after(now, corked ? CORK_NANOS : intervalNanos(rtoNanos)));
        timers.armIfIdle(TimerKind.USER_TIMEOUT, Deadline.after(now, connection.userTimeoutNanos()));
    }

    /** Exponential from one RTO (SHLD-29, SHLD-30), up to the maximum RTO. */
    private long intervalNanos(long rtoNanos) {
        long nanos = rtoNanos << Math.min(inARow, 30);
        return nanos <= 0 ? config.maximum().toNanos() : Math.min(nanos, config.maximum().toNanos());
    }
}
