package dev.weir.lab.box;

import dev.weir.lab.packet.Packet;
import dev.weir.wire.IpAddress;
import java.util.List;

/** One habit of a box on the way. It belongs to one network, since it may remember what it saw. */
public interface Middlebox {
    /** A packet has come, and is this box's now: it hands it to {@code way}, drops it at its place, or keeps it. */
    void pass(Packet packet, Passage way, long now);

    /** Loses all it knows, as by a restart. */
    default void forget(long now) {}

    /** Those that the world outside finds here, to which routes lead. */
    default List<IpAddress> addresses() {
        return List.of();
    }
}
