package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.TimerKind;

/**
 * What a timer does to a connection: the event that {@link SegmentArrives} is for segments.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.8 RFC 9293, section 3.10.8
 */
final class TimerExpires {
    private TimerExpires() {}

    static void at(Connection c, TimerKind kind, long now) {
        int count = 1 + countBefore(c, kind);
        try {
            act(c, kind, now);
        } catch (AssertionError invariant) {
            c.broken(invariant, now);
        }
        if (c.observer().wants(EventKind.TIMER_EXPIRED)) {
            c.observer().on(new Event.TimerExpired(now, c.flow(), kind, count));
        }
        if (c.closeReason() == CloseReason.NONE) c.tcp().due(c);
    }

    /** In a row. */
    private static int countBefore(Connection c, TimerKind kind) {
        return switch (kind) {
            case RETRANSMISSION -> c.sender().retransmission().timeouts();
            case PERSIST -> c.sender().windowProbe().inARow();
            case KEEP_ALIVE -> c.keepAlive().unanswered();
            case DELAYED_ACK, USER_TIMEOUT, FIN_WAIT_2 -> 0;
        };
    }

    private static void act(Connection c, TimerKind kind, long now) {
        switch (kind) {
            case RETRANSMISSION -> c.sender().retransmissionTimeout(now);
            case PERSIST -> c.sender().persistTimeout();
            case DELAYED_ACK -> c.receiver().acks().owe(SendCause.ACK_DELAYED);
            case KEEP_ALIVE -> {
                if (c.keepAlive().expired(c.options(), c.heardAt(), !c.sender().allAcknowledged(), now)) {
                    c.reset(CloseReason.KEEP_ALIVE_TIMED_OUT, SendCause.RESET, now);
                }
            }
            case USER_TIMEOUT -> c.softErrors().timedOut(now);
            case FIN_WAIT_2 -> c.end(CloseReason.FIN_WAIT_2_TIMED_OUT, "FIN-WAIT-2 timeout", now);
        }
    }
}
