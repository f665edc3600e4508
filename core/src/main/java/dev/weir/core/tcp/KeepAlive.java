package dev.weir.core.tcp;

import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;

/**
 * Probing an idle connection, if the application asked for it (MUST-24 to MUST-29).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.4 RFC 9293, section 3.8.4
 */
final class KeepAlive {
    private final Timers timers;
    private int unanswered;
    private boolean probeDue;

    KeepAlive(Timers timers) {
        this.timers = timers;
    }

    /** Something arrived: the peer lives. The timer is moved lazily, when it fires. */
    void heard() {
        unanswered = 0;
        probeDue = false;
    }

    /** After the options changed, or the connection was established. */
    void configure(ConnectionOptions options, long now) {
        if (!options.keepAlive()) {
            timers.cancel(TimerKind.KEEP_ALIVE);
            return;
        }
        timers.arm(TimerKind.KEEP_ALIVE, Deadline.after(now, options.keepAliveIdle().toNanos()));
    }

    /**
     * The timer fired. True if the peer is to be given up.
     *
     * @param heardAt when anything last arrived
     * @param outstanding data is on its way: its retransmission will tell (MUST-26)
     */
    boolean expired(ConnectionOptions options, long heardAt, boolean outstanding, long now) {
        if (!options.keepAlive()) return false;
        long idleEnds = Deadline.after(heardAt, options.keepAliveIdle().toNanos());
        if (outstanding || unanswered == 0 && now < idleEnds) {
            long idle = options.keepAliveIdle().toNanos();
            timers.arm(TimerKind.KEEP_ALIVE, now < idleEnds ? idleEnds : Deadline.after(now, idle));
            return false;
        }
        if (unanswered >= options.keepAliveProbes()) return true; // MUST-29: never after one alone
        unanswered++;
        probeDue = true;
        timers.arm(TimerKind.KEEP_ALIVE, Deadline.after(now, options.keepAliveInterval().toNanos()));
        return false;
    }

    /** Probes in a row that nothing has answered. */
    int unanswered() {
        return unanswered;
    }

    boolean probeDue() {
        return probeDue;
    }

    void probeSent() {
        probeDue = false;
    }
}
