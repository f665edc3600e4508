package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** Reads everything, checks each byte, and closes at the end of the stream. */
public final class Sink implements Actor {
    private static final int CHUNK = 16 << 10;

    private final Payload.Check check;
    private final byte[] buffer = new byte[CHUNK];
    private boolean complete;
    private CloseReason end = CloseReason.NONE;

    public Sink(Payload expected) {
        check = new Payload.Check(expected);
    }

    @Override
    public void readable(Session session) {
        int count;
        while ((count = session.read(buffer, 0, CHUNK)) > 0) check.accept(buffer, 0, count);
        if (count < 0 && !complete) {
            complete = true;
            session.close();
        }
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end = reason;
    }

    /** Bytes received, all of them right. */
    public long received() {
        return check.length();
    }

    /** Of the bytes received. */
    public long hash() {
        return check.hash();
    }

    /** Whether the peer's end of stream was reached. */
    public boolean isComplete() {
        return complete;
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }

    /** Reads what is there and forgets it. */
    static void discard(Session session) {
        var nowhere = new byte[CHUNK];
        while (session.read(nowhere, 0, CHUNK) > 0) { }
    }
}
