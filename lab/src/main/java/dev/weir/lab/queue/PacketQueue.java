package dev.weir.lab.queue;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;

/** Packets that wait for a link. It owns them, and drops those that it does not keep at its place. */
public interface PacketQueue {
    /**
     * A packet that would be dequeued at once, because nothing waits and the link is idle: true if the queue agrees and
     * has taken note, so that the packet goes past it.
     */
    boolean bypass(Packet packet, long now);

    /** Keeps the packet, or drops it or another one. */
    void enqueue(Packet packet, long now);

    /** The next to be sent, now the caller's; null if there is none. */
    Packet dequeue(long now);

    /** Packets waiting. */
    int packets();

    /** Bytes waiting. */
    long bytes();

    /** Drops everything. */
    void clear(Cause cause, long now);
}
