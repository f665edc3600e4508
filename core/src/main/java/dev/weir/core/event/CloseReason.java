package dev.weir.core.event;

/** Why a connection came to its end; {@link #NONE} while it has not. */
public enum CloseReason {
    NONE("still open"),
    /** Both FINs were exchanged and acknowledged. */
    CLOSED("both sides closed"),
    /** A SYN was answered by a reset. */
    REFUSED("connection refused by a reset"),
    /** A believed reset arrived on a connection that had been established. */
    RESET_BY_PEER("reset by the peer"),
    /** The application aborted: linger zero, or an explicit ABORT. */
    ABORTED("aborted by the application"),
    /** Closed while received data was unread, or data came after the close (RFC 9293 3.6.1, SHLD-3). */
    ABORTED_UNREAD_DATA("closed with unread data"),
    /** SYNs went unanswered until R2 (RFC 9293 3.8.3). */
    CONNECT_TIMED_OUT("no answer to our SYNs"),
    /** Data, a FIN or window probes went unacknowledged until R2. */
    RETRANSMISSION_TIMED_OUT("no acknowledgment for too long"),
    /** The user timeout of RFC 5482, set by the application, ran out. */
    USER_TIMED_OUT("user timeout"),
    KEEP_ALIVE_TIMED_OUT("no answer to keep-alive probes"),
    /** The peer never sent its FIN after we closed; our side no longer wanted data. */
    FIN_WAIT_2_TIMED_OUT("the peer did not close in time"),
    NETWORK_UNREACHABLE("network unreachable"),
    HOST_UNREACHABLE("host unreachable"),
    PORT_UNREACHABLE("port unreachable"),
    PROTOCOL_UNREACHABLE("protocol unreachable"),
    ADMINISTRATIVELY_PROHIBITED("prohibited by a filter"),
    /** The address of our side was taken away. */
    ADDRESS_REMOVED("local address removed"),
    /** The stack was closed under the connection. */
    STACK_CLOSED("the stack was closed"),
    /** A broken invariant: a bug of this stack; the event ring was dumped. */
    INTERNAL_ERROR("internal error");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** A few words for a person. */
    public String text() {
        return text;
    }
}
