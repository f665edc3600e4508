package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.CloseWithUnread;

/** The client sends, and the server closes without having read it. */
public record UnreadUpload(long bytes) implements Talk {
    @Override
    public Actor client(Payload payload) {
        return new Bulk(payload, bytes);
    }

    @Override
    public Actor server(Payload payload) {
        return new CloseWithUnread(1);
    }
}
