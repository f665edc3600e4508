package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** Sends a number of bytes as fast as they are taken, then closes; reads and ignores what comes. */
public final class Bulk implements Actor {
    private static final int CHUNK = 16 << 10;

    private final Payload payload;
    private final long bytes;
    private final byte[] buffer = new byte[CHUNK];
    private long written;
    private boolean closed;
    private CloseReason end = CloseReason.NONE;

    /** @param bytes at least 0 */
    public Bulk(Payload payload, long bytes) {
        this.payload = payload;
        this.bytes = bytes;
    }

    @Override
    public void writable(Session session) {
        while (written < bytes) {
            int want = (int) Math.min(CHUNK, bytes - written);
            payload.fill(buffer, 0, want, written);
            int taken = session.write(buffer, 0, want);
            if (taken > 0) written += taken;
            if (taken < want) return;
        }
        if (closed) return;
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
        return written;
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }
}
