package dev.weir.lab.queue;

import dev.weir.lab.packet.Place;

/** Which queue a link's direction has, and its limits. Immutable; each direction gets a queue of its own. */
public sealed interface Queueing permits CoDel, DropTail, FqCodel {
    /**
     * @param place counts what the queue does
     * @param seed of what the queue draws
     */
    PacketQueue open(Place place, long seed);
}
