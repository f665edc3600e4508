package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;

/**
 * What troubles a connection without ending it: ICMP errors that may pass, and silence of the peer. When it gives up in
 * the end, the last of them is the better explanation.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.9.1.8 RFC 9293, sections 3.8.3, 3.9.1.8 and 3.9.2.2
 */
final class SoftErrors {
    private final Connection connection;
    private CloseReason last = CloseReason.NONE;

    SoftErrors(Connection connection) {
        this.connection = connection;
    }

    /** Since the peer last acknowledged something. */
    CloseReason last() {
        return last;
    }

    /** Something new was acknowledged. */
    void pathWorks() {
        last = CloseReason.NONE;
    }

    /** MUST-47: remembered and reported, unless the application does not want reports (SHLD-20). */
    void add(CloseReason what, String detail, long now) {
        if (what != CloseReason.NONE) last = what;
        if (connection.options().reportSoftErrors() && connection.observer().wants(EventKind.SOFT_ERROR)) {
            connection.observer().on(new Event.SoftError(now, connection.flow(), what, detail));
        }
    }

    /** MUST-20 (a), SHLD-9: R1 has passed. */
    void adviseNegatively(int retransmissions, long now) {
        if (connection.observer().wants(EventKind.NEGATIVE_ADVICE)) {
            connection.observer().on(new Event.NegativeAdvice(now, connection.flow(), retransmissions));
        }
        add(CloseReason.NONE, "no acknowledgment after " + retransmissions + " retransmissions", now);
    }

    /** MUST-20 (b): R2, or the user timeout, has passed. */
    void timedOut(long now) {
        CloseReason reason = connection.isHandshaking() ? CloseReason.CONNECT_TIMED_OUT
                : connection.options().userTimeout().isZero() ? CloseReason.RETRANSMISSION_TIMED_OUT
                : CloseReason.USER_TIMED_OUT;
        connection.end(last != CloseReason.NONE ? last : reason, "R2 timeout", now);
    }
}
