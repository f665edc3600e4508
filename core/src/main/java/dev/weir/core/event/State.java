package dev.weir.core.event;

/**
 * The states of a connection.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2 RFC 9293, section 3.3.2
 */
public enum State {
    CLOSED,
    LISTEN,
    SYN_SENT,
    SYN_RECEIVED,
    ESTABLISHED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSE_WAIT,
    CLOSING,
    LAST_ACK,
    TIME_WAIT;

    /** Both sides have agreed on sequence numbers. */
    public boolean isSynchronized() {
        return compareTo(ESTABLISHED) >= 0;
    }

    /** The peer may still send text that we take: ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2. */
    public boolean receivesText() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }

    /** The application may still queue text: before the handshake is complete, and until it closes. */
    public boolean acceptsText() {
        return this == SYN_SENT || this == SYN_RECEIVED || this == ESTABLISHED || this == CLOSE_WAIT;
    }

    /** The RFC's spelling, with hyphens. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
