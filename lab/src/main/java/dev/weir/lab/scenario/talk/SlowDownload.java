package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.SlowReader;
import java.time.Duration;

/**
 * The server sends as fast as it may, and the client reads slowly.
 *
 * @param readBytes at a time, at least 1
 * @param pause between two reads
 */
public record SlowDownload(long bytes, int readBytes, Duration pause) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new SlowReader(payload, readBytes, pause);
    }

    @Override
    public Actor server(Payload payload) {
        return new Bulk(payload, bytes);
    }
}
