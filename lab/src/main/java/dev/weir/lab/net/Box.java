package dev.weir.lab.net;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;

/**
 * Something in the middle of a path with two links, the first of which is its inside. Routers and hosts do not see it: it
 * changes no hop count.
 */
public final class Box extends Node {
    Box(Place place) {
        super(place);
    }

    @Override
    void receive(Packet packet, Lane by, long now) {
        if (lanes().size() < 2) {
            place().drop(Cause.NO_LINK, packet, now);
            return;
        }
        Lane inside = lanes().get(0);
        (by == inside.back() ? lanes().get(1) : inside).enter(packet, now);
    }
}
