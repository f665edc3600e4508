package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.RequestResponse;
import java.time.Duration;

/** The client asks, and the server's program never reads nor answers. */
public record Unanswered(int requestBytes) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new RequestResponse(payload, requestBytes, 1, 1, Duration.ZERO);
    }

    @Override
    public Actor server(Payload payload) {
        return new Actor() { };
    }
}
