package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.SendAndAbort;
import dev.weir.lab.actor.Sink;

/** The server sends, and aborts when its last byte is written: what is not acknowledged by then is lost. */
public record AbortedDownload(long bytes) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new Sink(payload);
    }

    @Override
    public Actor server(Payload payload) {
        return new SendAndAbort(payload, bytes);
    }
}
