package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;

/**
 * The user calls that end a connection: CLOSE of one half or of both, and ABORT. What is promised stands at their methods
 * in {@link Connection}.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.4 RFC 9293, sections 3.6.1, 3.10.4 and 3.10.5
 */
final class UserClose {
    private final Connection connection;
    private boolean closed; // both halves: nobody will read
    private boolean inputShut;

    UserClose(Connection connection) {
        this.connection = connection;
    }

    /** Nobody will read. */
    boolean isClosed() {
        return closed;
    }

    boolean isInputShut() {
        return inputShut;
    }

    void shutdownOutput(long now) {
        var c = connection;
        boolean tooEarly = c.isSynSent() && !c.fastOpen().isUsed();
        if (c.closeReason() != CloseReason.NONE || tooEarly) throw new CallRefused(CallRefused.Why.NOT_CONNECTED);
        c.fastOpen().goAhead();
        finish(now);
    }

    void shutdownInput(long now) {
        inputShut = true;
        var receiver = connection.receiver();
        if (receiver != null) {
            receiver.discard();
            receiver.applicationRead();
            connection.tcp().due(connection);
        }
        connection.finArrived();
    }

    void close(long now) {
        if (closed) return;
        closed = true;
        var c = connection;
        boolean unread = c.available() > 0;
        if (isOver()) {
            c.receiveBuffer().close();
        } else if (c.isSynSent() && !c.fastOpen().keepsPromise(c.written())) {
            c.end(CloseReason.ABORTED, "CLOSE", now);
        } else if (unread && c.tcp().config().closing().resetsUnread()) { // SHLD-3
            c.reset(CloseReason.ABORTED_UNREAD_DATA, SendCause.RESET_UNREAD_DATA, now);
        } else {
            if (unread) c.receiver().discard();
            finish(now);
            if (c.state() == State.FIN_WAIT_2) armFinWait2(now);
        }
    }

    void abort(long now) {
        closed = true;
        var c = connection;
        if (isOver()) {
            c.receiveBuffer().close();
        } else if (endsSilently()) {
            c.end(CloseReason.ABORTED, "ABORT", now);
        } else {
            c.reset(CloseReason.ABORTED, SendCause.RESET_ABORT, now);
        }
    }

    private boolean isOver() {
        return connection.closeReason() != CloseReason.NONE || connection.state() == State.TIME_WAIT;
    }

    /** 3.10.5: the peer does not know us yet, or both FINs are on their way already. */
    private boolean endsSilently() {
        return switch (connection.state()) {
            case CLOSED, LISTEN, SYN_SENT, TIME_WAIT -> true;
            case CLOSING, LAST_ACK -> connection.sender().sequence().finSent();
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> false;
        };
    }

    /** FIN-WAIT-2 of a connection that nobody reads does not last for ever. */
    void armFinWait2(long now) {
        if (!closed) return;
        var c = connection;
        c.timers().arm(TimerKind.FIN_WAIT_2, Deadline.after(now, c.tcp().config().closing().finWait2().toNanos()));
    }

    private void finish(long now) {
        var c = connection;
        if (c.isOutputShut()) return;
        c.outputEnds(c.tcp().wake());
        c.sender().queueFin();
        switch (c.state()) {
            case ESTABLISHED -> c.become(State.FIN_WAIT_1, "CLOSE", now);
            case CLOSE_WAIT -> c.become(State.LAST_ACK, "CLOSE", now);
            case SYN_SENT, SYN_RECEIVED -> { } // queued until ESTABLISHED
            case CLOSED, LISTEN, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> { }
        }
        c.tcp().due(c);
    }
}
