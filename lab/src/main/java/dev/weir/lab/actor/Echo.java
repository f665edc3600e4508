package dev.weir.lab.actor;

import dev.weir.lab.Actor;
import dev.weir.lab.Session;

/** Sends back what it receives, and closes when the peer has. Reads no more than it can send back. */
public final class Echo implements Actor {
    private final byte[] buffer = new byte[16 << 10];
    private int held;
    private boolean endOfStream;
    private boolean closed;
    private long echoed;

    @Override
    public void readable(Session session) {
        move(session);
    }

    @Override
    public void writable(Session session) {
        move(session);
    }

    private void move(Session session) {
        while (true) {
            if (held > 0) {
                int taken = session.write(buffer, 0, held);
                if (taken <= 0) return;
                held -= taken;
                echoed += taken;
                System.arraycopy(buffer, taken, buffer, 0, held);
                if (held > 0) return;
            }
            if (endOfStream) break;
            int count = session.read(buffer, 0, buffer.length);
            if (count == 0) return;
            if (count > 0) held = count;
            else endOfStream = true;
        }
        if (closed) return;
        closed = true;
        session.close();
    }

    /** Bytes sent back. */
    public long echoed() {
        return echoed;
    }
}
