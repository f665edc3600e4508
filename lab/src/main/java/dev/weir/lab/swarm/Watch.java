package dev.weir.lab.swarm;

import dev.weir.core.event.Observer;
import dev.weir.core.link.PacketSink;

/** Who looks at a run while it goes on. */
interface Watch {
    /** Hears the events of all hosts. */
    Observer observer();

    /** Sees the packets of one host. */
    PacketSink tap(String host);
}
