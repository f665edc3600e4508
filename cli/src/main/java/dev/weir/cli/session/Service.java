package dev.weir.cli.session;

import java.io.IOException;

/** What a server does for a client. Called on a thread of the client's own; when it returns, the session is closed. */
@FunctionalInterface
public interface Service {
    void serve(Session session) throws IOException;

    /** A client has come, and is told of only afterwards; {@link #serve} follows, or {@link #leave} alone. */
    default void join(Session session) {}

    /** The client is gone. */
    default void leave(Session session) {}

    /** The server is about to end: whoever waits for anything but the session itself returns. */
    default void stop() {}
}
