package dev.weir.lab.packet;

import dev.weir.core.link.OutgoingPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * The memory of all packets of a network: it grows to what is on the way at a time, and never beyond its limit. A packet
 * that finds none is not made.
 */
public final class PacketPool {
    private static final int SMALL = 2048;
    private static final int LARGE = 65_536;
    private static final int SLAB_PACKETS = 32;

    private final int limit;
    private final ArrayDeque<Packet> small = new ArrayDeque<>();
    private final ArrayDeque<Packet> large = new ArrayDeque<>();
    private int made;
    private int taken;
    private int most;
    private long serial;

    /** @param limit packets at a time, at least 1 */
    public PacketPool(int limit) {
        if (limit < 1) throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        this.limit = limit;
    }

    /** A packet with undefined contents; null beyond the limit. */
    public Packet take(int length, long now) {
        if (taken == limit) return null;
        var free = length <= SMALL ? small : large;
        if (free.isEmpty()) grow(free, length <= SMALL ? SMALL : LARGE);
        if (++taken > most) most = taken;
        return free.pop().begin(++serial, length, now);
    }

    /** A copy of what a stack sends; null beyond the limit. */
    public Packet take(OutgoingPacket outgoing, long now) {
        Packet packet = take(outgoing.length(), now);
        if (packet == null) return null;
        outgoing.copyTo(packet.bytes, 0);
        packet.fromStack(outgoing.isChecksumUnfinished());
        return packet;
    }

    /** A copy with a serial of its own; null beyond the limit. */
    public Packet copy(Packet packet, long now) {
        Packet copy = take(packet.length(), now);
        if (copy == null) return null;
        MemorySegment.copy(packet.bytes, 0, copy.bytes, 0, packet.length());
        if (packet.isSound()) copy.fromStack(packet.isChecksumUnfinished());
        return copy;
    }

    /** The packet's life is over. */
    public void free(Packet packet) {
        taken--;
        (packet.bytes.byteSize() == SMALL ? small : large).push(packet);
    }

    /** Packets that somebody holds: in queues, on links, in hosts. */
    public int inUse() {
        return taken;
    }

    /** The most that were in use at a time. */
    public int mostInUse() {
        return most;
    }

    /** Packets made so far. */
    public long total() {
        return serial;
    }

    /** Packets that have memory. */
    public int allocated() {
        return made;
    }

    private void grow(ArrayDeque<Packet> free, int size) {
        int count = size == SMALL ? SLAB_PACKETS : 1;
        MemorySegment slab = Arena.ofAuto().allocate((long) count * size, 64);
        for (int i = 0; i < count; i++) free.push(new Packet(slab.asSlice((long) i * size, size), size));
        made += count;
    }
}
