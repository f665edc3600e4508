package dev.weir.analysis.conversation;

/** What kept a sender from sending more at some time. */
public enum SenderLimit {
    /** The connection was not open yet. */
    HANDSHAKE,
    /** It had nothing to send: nothing in flight, or the last segment was not full. */
    APPLICATION,
    /** The peer's window was used up or closed. */
    RECEIVER_WINDOW,
    /** Full segments in flight below the peer's window: its congestion window, or the rate of the path. */
    CONGESTION,
    /** It repaired losses. */
    LOSS
}
