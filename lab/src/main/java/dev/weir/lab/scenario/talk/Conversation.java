package dev.weir.lab.scenario.talk;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import java.time.Duration;

/**
 * The client asks and the server answers, so many times, with pauses; then the client closes, and so does the server.
 *
 * @param requestBytes at least 1
 * @param responseBytes at least 1
 * @param times at least 1
 * @param pause after each answer but the last
 */
public record Conversation(int requestBytes, int responseBytes, int times, Duration pause) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new Speaker(payload, requestBytes, responseBytes, times, pause, true);
    }

    @Override
    public Actor server(Payload payload) {
        return new Speaker(payload, responseBytes, requestBytes, Integer.MAX_VALUE, Duration.ZERO, false);
    }

    /** One end: says so many bytes, hears so many, and again. */
    private static final class Speaker implements Actor {
        private final byte[] words;
        private final int heardBytes;
        private final int times;
        private final Duration pause;
        private final boolean begins;
        private final byte[] buffer = new byte[16 << 10];
        private int left; // of what is to be said now
        private int heard; // of what is to be heard now
        private int rounds;
        private boolean waiting;
        private boolean closed;

        Speaker(Payload payload, int saidBytes, int heardBytes, int times, Duration pause, boolean begins) {
            this.words = new byte[saidBytes];
            this.heardBytes = heardBytes;
            this.times = times;
            this.pause = pause;
            this.begins = begins;
            payload.fill(words, 0, saidBytes, 0);
        }

        @Override
        public void opened(Session session) {
            if (begins) left = words.length;
        }

        @Override
        public void writable(Session session) {
            while (left > 0) {
                int taken = session.write(words, words.length - left, left);
                if (taken <= 0) return;
                left -= taken;
            }
        }

        @Override
        public void readable(Session session) {
            int count;
            while ((count = session.read(buffer, 0, buffer.length)) > 0) {
                heard += count;
                while (heard >= heardBytes) {
                    heard -= heardBytes;
                    roundOver(session);
                }
            }
            if (count < 0) close(session);
        }

        /** The client has its answer, or the server the request. */
        private void roundOver(Session session) {
            rounds++;
            if (rounds == times) {
                close(session);
            } else if (!waiting) {
                waiting = true;
                if (pause.isZero()) speak(session);
                else session.after(pause, () -> speak(session));
            }
        }

        private void speak(Session session) {
            waiting = false;
            if (closed || session.hasEnded()) return;
            left = words.length;
            writable(session);
        }

        private void close(Session session) {
            if (closed) return;
            closed = true;
            session.close();
        }

        @Override
        public void ended(Session session, CloseReason reason) {
            closed = true;
        }
    }
}
