package dev.weir.io;

import dev.weir.wire.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Devices stand on each other (a bridge on its ports, a bond, a VLAN, the pair of a container), and each of them shows
 * a packet that passes. Kept is what the first one shows: for what is sent that is the highest, for what arrives the
 * lowest. What another shows of the same direction of a connection is a copy, unless the first has been silent for a
 * while: then the connection takes another road.
 */
final class FirstDevice {
    /** Longer than a packet takes from one device to the next, its queue included. */
    static final long SILENCE_NANOS = 100_000_000;
    /** Directions of connections that are remembered, the latest ones. */
    static final int MOST = 1 << 16;

    private record Direction(IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {}

    private static final class Seen {
        private int device;
        private long at;
    }

    private final Map<Direction, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Direction, Seen> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Whether another device has shown this packet.
     *
     * @param device its number
     * @param at nanoseconds
     */
    boolean isCopy(IpAddress source, int sourcePort, IpAddress destination, int destinationPort, int device, long at) {
        var direction = new Direction(source, sourcePort, destination, destinationPort);
        var before = seen.computeIfAbsent(direction, _ -> {
            var first = new Seen();
            first.device = device;
            return first;
        });
        if (before.device != device && at - before.at < SILENCE_NANOS) return true;
        before.device = device;
        before.at = at;
        return false;
    }
}
