package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.RequestResponse;
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
        return new RequestResponse(payload, requestBytes, responseBytes, times, pause);
    }

    @Override
    public Actor server(Payload payload) {
        return new RequestResponse.Server(payload, requestBytes, responseBytes);
    }
}
