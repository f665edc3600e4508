package dev.weir.lab.actor;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import java.time.Duration;

/**
 * Reads a few bytes at a time, with pauses: the window closes before it. Checks each byte, closes at the end of the
 * stream.
 */
public final class SlowReader implements Actor {
    private final byte[] buffer;
    private final Duration pause;
    private final Payload.Check check;
    private boolean complete;

    /**
     * @param bytes read at a time, at least 1
     * @param pause between reads
     */
    public SlowReader(Payload expected, int bytes, Duration pause) {
        this.check = new Payload.Check(expected);
        this.buffer = new byte[bytes];
        this.pause = pause;
    }

    @Override
    public void opened(Session session) {
        session.after(pause, () -> read(session));
    }

    private void read(Session session) {
        int count = session.read(buffer, 0, buffer.length);
        if (count > 0) check.accept(buffer, 0, count);
        complete = count < 0;
        if (complete) session.close();
        else if (count > 0 || !session.hasEnded()) session.after(pause, () -> read(session));
    }

    /** Bytes received, all of them right. */
    public long received() {
        return check.length();
    }

    /** Whether the peer's end of stream was reached. */
    public boolean isComplete() {
        return complete;
    }
}
