package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that asks again and again on one connection: a request, its response of known length, a pause. Its other half
 * is {@link Server}. It measures how long each response took.
 */
public final class RequestResponse implements Actor {
    /** Response times that are kept; later ones are not. */
    public static final int TIMES = 100_000;

    private final int requestBytes;
    private final int responseBytes;
    private final int rounds;
    private final Duration pause;
    private final Outflow requests;
    private final Payload.Check responses;
    private final byte[] buffer = new byte[16 << 10];
    private final List<Long> times = new ArrayList<>();
    private int asked;
    private int answered;
    private long askedAt;
    private CloseReason end = CloseReason.NONE;

    /** @param rounds at least 1; @param pause from a response to the next request, may be zero */
    public RequestResponse(Payload payload, int requestBytes, int responseBytes, int rounds, Duration pause) {
        this.requestBytes = requestBytes;
        this.responseBytes = responseBytes;
        this.rounds = rounds;
        this.pause = pause;
        this.requests = new Outflow(payload, (long) requestBytes * rounds);
        this.responses = new Payload.Check(payload);
    }

    @Override
    public void opened(Session session) {
        ask(session);
    }

    @Override
    public void writable(Session session) {
        requests.writeTo(session, (long) requestBytes * asked);
    }

    @Override
    public void readable(Session session) {
        int count;
        while ((count = session.read(buffer, 0, buffer.length)) > 0) responses.accept(buffer, 0, count);
        if (count < 0) {
            session.close();
        } else if (answered < asked && responses.length() == (long) responseBytes * asked) {
            answered++;
            if (times.size() < TIMES) times.add(session.host().now() - askedAt);
            if (asked == rounds) session.close();
            else if (pause.isZero()) ask(session);
            else session.after(pause, () -> ask(session));
        }
    }

    private void ask(Session session) {
        asked++;
        askedAt = session.host().now();
        requests.writeTo(session, (long) requestBytes * asked);
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end = reason;
    }

    /** From the wish to ask to the last byte of the response, nanoseconds, of the first {@link #TIMES} rounds. */
    public List<Long> times() {
        return List.copyOf(times);
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }

    /** The other half: answers each request when it is complete, and closes when the client has. */
    public static final class Server implements Actor {
        private final int requestBytes;
        private final int responseBytes;
        private final Payload payload;
        private final Duration idle; // null: it waits for ever
        private final byte[] buffer = new byte[16 << 10];
        private long requested;
        private long made; // of the stream of responses
        private boolean ending;
        private boolean closed;
        private final byte[] response;
        private int held;

        /** Closes when the client has. */
        public Server(Payload payload, int requestBytes, int responseBytes) {
            this(payload, requestBytes, responseBytes, null);
        }

        /** @param idle closes as well when it heard nothing for so long after an answer; null for never */
        public Server(Payload payload, int requestBytes, int responseBytes, Duration idle) {
            this.idle = idle;
            this.payload = payload;
            this.requestBytes = requestBytes;
            this.responseBytes = responseBytes;
            this.response = new byte[16 << 10];
        }

        @Override
        public void readable(Session session) {
            int count;
            while ((count = session.read(buffer, 0, buffer.length)) > 0) requested += count;
            ending |= count < 0;
            answer(session);
        }

        @Override
        public void writable(Session session) {
            answer(session);
        }

        private void answer(Session session) {
            long due = requested / requestBytes * responseBytes;
            while (true) {
                if (held == 0) {
                    held = (int) Math.min(response.length, due - made);
                    if (held == 0) break;
                    payload.fill(response, 0, held, made);
                }
                int taken = session.write(response, 0, held);
                if (taken <= 0) return;
                made += taken;
                held = 0; // the rest is made again
                if (idle != null && made == due) awaitRequest(session);
            }
            if (ending) close(session);
        }

        private void awaitRequest(Session session) {
            long heard = requested;
            session.after(idle, () -> {
                if (requested == heard) close(session);
            });
        }

        private void close(Session session) {
            if (closed) return;
            closed = true;
            session.close();
        }
    }
}
