package dev.weir.lab.actor;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** A server: reads a request of known length, answers, closes. Its other half is {@link Requester}. */
public final class Responder implements Actor {
    private final byte[] buffer = new byte[16 << 10];
    private final Payload responses;
    private final long responseBytes;
    private int awaited;
    private long written;
    private boolean closed;

    public Responder(int requestBytes, Payload responses, long responseBytes) {
        this.awaited = requestBytes;
        this.responses = responses;
        this.responseBytes = responseBytes;
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
        if (awaited > 0) return;
        while (written < responseBytes) {
            int want = (int) Math.min(buffer.length, responseBytes - written);
            responses.fill(buffer, 0, want, written);
            int taken = session.write(buffer, 0, want);
            if (taken > 0) written += taken;
            if (taken < want) return;
        }
        if (closed) return;
        closed = true;
        session.close();
    }

    /** Bytes of the response that were taken so far. */
    public long written() {
        return written;
    }
}
