package dev.weir.core.event;

/** The timers of a connection; each holds at most one deadline. */
public enum TimerKind {
    /** RFC 6298 section 5: SYN, data or FIN is outstanding. */
    RETRANSMISSION,
    /** RFC 9293 3.8.6.1: the window is closed and data waits; also the sender's silly-window override (3.8.6.2.1). */
    PERSIST,
    /** RFC 9293 3.8.6.3. */
    DELAYED_ACK,
    /** RFC 9293 3.8.4. */
    KEEP_ALIVE,
    /** RFC 5482, or R2 where the application set none. */
    USER_TIMEOUT,
    /** The peer owes its FIN, and nobody here waits for data any more. */
    FIN_WAIT_2
}
