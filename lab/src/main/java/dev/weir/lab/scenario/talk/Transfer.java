package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;

/**
 * One end sends as fast as it may, the other reads at once; then both close.
 *
 * @param upload whether the client sends
 */
public record Transfer(boolean upload, long bytes) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return upload ? new Bulk(payload, bytes) : new Sink(payload);
    }

    @Override
    public Actor server(Payload payload) {
        return upload ? new Sink(payload) : new Bulk(payload, bytes);
    }
}
