package dev.weir.lab.box;

import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.PacketPool;
import dev.weir.lab.packet.Place;

/** The way through one {@link Middlebox} in one direction. */
public interface Passage {
    /** Whether the packet comes from inside. */
    boolean isOutward();

    /** Counts what is decided, and drops. */
    Place place();

    default PacketPool pool() {
        return place().pool();
    }

    /** The packet goes on. */
    void forward(Packet packet, long now);

    /** It goes on when {@code nanos} have passed, in the order of those times. */
    void forwardAfter(long nanos, Packet packet, long now);

    /** A packet that the box made goes to where the other one came from. */
    void answer(Packet packet, long now);
}
