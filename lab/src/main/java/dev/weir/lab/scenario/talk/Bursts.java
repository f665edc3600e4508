package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.OnOff;
import dev.weir.lab.actor.Sink;
import java.time.Duration;

/**
 * The server sends in bursts, with pauses in which it has nothing to send.
 *
 * @param bytes of a burst, at least 1
 * @param times how many, at least 1
 */
public record Bursts(long bytes, int times, Duration pause) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new Sink(payload);
    }

    @Override
    public Actor server(Payload payload) {
        return new OnOff(payload, bytes, times, pause);
    }
}
