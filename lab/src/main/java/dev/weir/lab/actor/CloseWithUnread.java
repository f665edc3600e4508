package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Session;

/** Waits until bytes are there, and closes without reading them: the peer must see a reset. */
public final class CloseWithUnread implements Actor {
    private final int bytes;
    private boolean closed;
    private CloseReason end = CloseReason.NONE;

    /** @param bytes that must be there, at least 1 */
    public CloseWithUnread(int bytes) {
        this.bytes = bytes;
    }

    @Override
    public void readable(Session session) {
        if (closed || session.connection().available() < bytes) return;
        closed = true;
        session.close();
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end = reason;
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }
}
