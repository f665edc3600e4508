package dev.weir.lab.queue;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import java.util.Arrays;

/** First in, first out; grows as needed, so its users bound it. */
public final class PacketRing {
    private Packet[] packets = new Packet[16]; // a power of two
    private int first;
    private int count;
    private long bytes;

    public void add(Packet packet) {
        if (count == packets.length) grow();
        packets[first + count++ & packets.length - 1] = packet;
        bytes += packet.length();
    }

    /** The oldest, which stays; null if there is none. */
    public Packet peek() {
        return count == 0 ? null : packets[first];
    }

    /** The oldest; null if there is none. */
    public Packet poll() {
        if (count == 0) return null;
        Packet packet = packets[first];
        packets[first] = null;
        first = first + 1 & packets.length - 1;
        count--;
        bytes -= packet.length();
        return packet;
    }

    public int size() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public long bytes() {
        return bytes;
    }

    /** Drops everything at {@code place}. */
    public void clear(Place place, Cause cause, long now) {
        while (count > 0) place.drop(cause, poll(), now);
    }

    private void grow() {
        int length = packets.length;
        packets = Arrays.copyOf(packets, 2 * length);
        System.arraycopy(packets, 0, packets, length, first);
        Arrays.fill(packets, 0, first, null);
    }
}
