package dev.weir.lab.actor;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** A server: reads a request of known length, answers, closes. Its other half is {@link Requester}. */
public final class Responder implements Actor {
    private final byte[] buffer = new byte[16 << 10];
    private final Outflow response;
    private int awaited;
    private boolean closed;

    public Responder(int requestBytes, Payload responses, long responseBytes) {
        this.awaited = requestBytes;
        this.response = new Outflow(responses, responseBytes);
    }

    @Override
    public void readable(Session session) {
        while (awaited > 0) {
            int count = session.read(buffer, 0, Math.min(awaited, buffer.length));
            if (count <= 0) return;
            awaited -= count;
        }
        answer(session);
    }

    @Override
    public void writable(Session session) {
        answer(session);
    }

    private void answer(Session session) {
        if (awaited > 0 || !response.writeTo(session) || closed) return;
        closed = true;
        session.close();
    }

    /** Bytes of the response that were taken so far. */
    public long written() {
        return response.written();
    }
}
