package dev.weir.lab;

import dev.weir.core.event.CloseReason;

/**
 * The application at one end of a connection. It is called outside every turn when something has changed, may use its
 * session as it likes, and must return: to wait, it asks for {@link Session#after} or for the next call.
 */
public interface Actor {
    /** The handshake is complete; or has just begun, where Fast Open lets what is written go with it. */
    default void opened(Session session) {}

    /** There is something to read: bytes, the end of the stream, or the end of the connection. */
    default void readable(Session session) {}

    /** There is room to write: once after {@link #opened}, then whenever room has come back. */
    default void writable(Session session) {}

    /** The last call: both sides have closed ({@link CloseReason#CLOSED}), or it failed, or it was never opened. */
    default void ended(Session session, CloseReason reason) {}
}
