package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** Sends a number of bytes as fast as they are taken, then closes; reads and ignores what comes. */
public final class Bulk implements Actor {
    private final Outflow outflow;
    private boolean closed;
    private CloseReason end = CloseReason.NONE;

    /** @param bytes at least 0 */
    public Bulk(Payload payload, long bytes) {
        outflow = new Outflow(payload, bytes);
    }

    @Override
    public void writable(Session session) {
        if (!outflow.writeTo(session) || closed) return;
        closed = true;
        session.close();
    }

    @Override
    public void readable(Session session) {
        Sink.discard(session);
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end = reason;
    }

    public long written() {
        return outflow.written();
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }
}
