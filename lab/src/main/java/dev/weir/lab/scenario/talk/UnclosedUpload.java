package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.lab.actor.Bulk;

/** The client sends and closes; the server reads to the end, and never closes. */
public record UnclosedUpload(long bytes) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new Bulk(payload, bytes);
    }

    @Override
    public Actor server(Payload payload) {
        return new Actor() {
            private final byte[] buffer = new byte[16 << 10];

            @Override
            public void readable(Session session) {
                while (session.read(buffer, 0, buffer.length) > 0) { }
            }
        };
    }
}
