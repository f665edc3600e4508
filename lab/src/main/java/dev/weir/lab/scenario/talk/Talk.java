package dev.weir.lab.scenario.talk;

import dev.weir.lab.Actor;
import dev.weir.lab.Payload;

/** What two applications do on one connection. Immutable: each run asks for actors of its own. */
public interface Talk {
    /** The end that opens the connection. */
    Actor client(Payload payload);

    /** The end that accepts it. */
    Actor server(Payload payload);
}
