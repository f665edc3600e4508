package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.RequestResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The client asks and the server answers, so many times, with pauses; then the client closes, and so does the server.
 *
 * @param requestBytes at least 1
 * @param responseBytes at least 1
 * @param times at least 1
 * @param pause after each answer but the last
 * @param serverIdle the server closes when it heard nothing for so long after an answer; empty: when the client has
 */
public record Conversation(int requestBytes, int responseBytes, int times, Duration pause,
        Optional<Duration> serverIdle) implements Talk {
    /** The server closes only when the client has. */
    public Conversation(int requestBytes, int responseBytes, int times, Duration pause) {
        this(requestBytes, responseBytes, times, pause, Optional.empty());
    }

    @Override
    public Actor client(Payload payload) {
        return new RequestResponse(payload, requestBytes, responseBytes, times, pause);
    }

    @Override
    public Actor server(Payload payload) {
        return new RequestResponse.Server(payload, requestBytes, responseBytes, serverIdle.orElse(null));
    }
}
