package dev.weir.lab.queue;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import java.time.Duration;

/**
 * Controlled Delay (RFC 8289): first in, first out, and when packets have waited longer than the target for a whole
 * interval, one is dropped at the head, then more and more often.
 *
 * @param target of the waiting time, RFC 8289 4.3: 5 ms
 * @param interval about the longest round-trip time, RFC 8289 4.3: 100 ms
 * @param packets that may wait, 1..1,000,000
 * @param ecn whether packets of ECN-capable transports are marked instead of dropped
 */
public record CoDel(Duration target, Duration interval, int packets, boolean ecn) implements Queueing {
    /** With the values of the RFC, 1000 packets, and marking. */
    public static final CoDel DEFAULT = new CoDel(Duration.ofMillis(5), Duration.ofMillis(100), 1000, true);

    public CoDel {
        check("target", target);
        check("interval", interval);
        if (packets < 1 || packets > 1_000_000) {
            throw new IllegalArgumentException("packets must be 1..1000000, not " + packets);
        }
    }

    static void check(String name, Duration value) {
        if (value.compareTo(Duration.ofNanos(1_000)) < 0 || value.compareTo(Duration.ofSeconds(100)) > 0) {
            throw new IllegalArgumentException(name + " must be 1 us..100 s, not " + value);
        }
    }

    public CoDel withTarget(Duration target) {
        return new CoDel(target, interval, packets, ecn);
    }

    public CoDel withInterval(Duration interval) {
        return new CoDel(target, interval, packets, ecn);
    }

    public CoDel withPackets(int packets) {
        return new CoDel(target, interval, packets, ecn);
    }

    public CoDel withEcn(boolean ecn) {
        return new CoDel(target, interval, packets, ecn);
    }

    @Override
    public PacketQueue open(Place place, long seed) {
        return new Waiting(this, place);
    }

    private static final class Waiting implements PacketQueue {
        private final int limit;
        private final Place place;
        private final PacketRing ring = new PacketRing();
        private final CoDelState state;

        Waiting(CoDel rules, Place place) {
            this.limit = rules.packets;
            this.place = place;
            this.state = new CoDelState(rules.target, rules.interval, rules.ecn, place);
        }

        @Override
        public boolean bypass(Packet packet, long now) {
            state.empty();
            return true;
        }

        @Override
        public void enqueue(Packet packet, long now) {
            if (ring.size() >= limit) {
                place.drop(Cause.QUEUE_FULL, packet, () -> ring.size() + " packets", now);
            } else {
                ring.add(packet);
            }
        }

        @Override
        public Packet dequeue(long now) {
            return state.dequeue(ring, now);
        }

        @Override
        public int packets() {
            return ring.size();
        }

        @Override
        public long bytes() {
            return ring.bytes();
        }

        @Override
        public void clear(Cause cause, long now) {
            ring.clear(place, cause, now);
        }
    }
}
