package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.lab.actor.RequestResponse;
import java.time.Duration;

/**
 * As {@link Conversation}, but the client writes each request in two parts: Nagle holds the second one back until the
 * first is acknowledged, and the server delays that acknowledgment because it waits for the rest.
 *
 * @param partBytes of each of the two parts, at least 1
 * @param responseBytes at least 1
 * @param times at least 1
 */
public record SplitConversation(int partBytes, int responseBytes, int times) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new Splitting(payload);
    }

    @Override
    public Actor server(Payload payload) {
        return new RequestResponse.Server(payload, 2 * partBytes, responseBytes);
    }

    private final class Splitting implements Actor {
        private final byte[] request = new byte[2 * partBytes];
        private final byte[] buffer = new byte[16 << 10];
        private int asked;
        private long heard;
        private boolean closed;

        Splitting(Payload payload) {
            payload.fill(request, 0, request.length, 0);
        }

        @Override
        public void opened(Session session) {
            ask(session);
        }

        /** Two turns of the stack: the first part has left before the second is written. */
        private void ask(Session session) {
            asked++;
            session.write(request, 0, partBytes);
            session.host().time().at(Duration.ZERO, () -> session.write(request, partBytes, partBytes));
        }

        @Override
        public void readable(Session session) {
            int count;
            while ((count = session.read(buffer, 0, buffer.length)) > 0) heard += count;
            if (heard < (long) asked * responseBytes || closed) return;
            if (asked < times) {
                ask(session);
            } else {
                closed = true;
                session.close();
            }
        }
    }
}
