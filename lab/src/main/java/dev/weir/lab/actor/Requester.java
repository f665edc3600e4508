package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** A client: sends a request, reads the response to the end, closes. Its other half is {@link Responder}. */
public final class Requester implements Actor {
    private final byte[] request;
    private final byte[] buffer = new byte[16 << 10];
    private final Payload.Check response;
    private int sent;
    private boolean complete;
    private CloseReason end = CloseReason.NONE;

    /** @param responses what the responder was given */
    public Requester(int requestBytes, Payload responses) {
        request = new byte[requestBytes];
        responses.fill(request, 0, requestBytes, 0);
        response = new Payload.Check(responses);
    }

    @Override
    public void writable(Session session) {
        while (sent < request.length) {
            int taken = session.write(request, sent, request.length - sent);
            if (taken <= 0) return;
            sent += taken;
        }
    }

    @Override
    public void readable(Session session) {
        int count;
        while ((count = session.read(buffer, 0, buffer.length)) > 0) response.accept(buffer, 0, count);
        if (count < 0 && !complete) {
            complete = true;
            session.close();
        }
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end = reason;
    }

    /** Bytes of the response so far, all of them right. */
    public long received() {
        return response.length();
    }

    /** Whether the response has ended. */
    public boolean isComplete() {
        return complete;
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }
}
