package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/**
 * Writes a number of bytes and aborts as soon as all are taken, as a close with a linger time of zero does: what is not
 * acknowledged by then is lost.
 */
public final class SendAndAbort implements Actor {
    private final Outflow outflow;
    private boolean aborted;
    private CloseReason end = CloseReason.NONE;

    /** @param bytes at least 0 */
    public SendAndAbort(Payload payload, long bytes) {
        outflow = new Outflow(payload, bytes);
    }

    @Override
    public void writable(Session session) {
        if (!outflow.writeTo(session) || aborted) return;
        aborted = true;
        session.abort();
    }

    @Override
    public void readable(Session session) {
        Sink.discard(session);
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
