package dev.weir.lab.queue;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;

/**
 * First in, first out; what finds it full is lost, and what finds it half full may be marked.
 *
 * @param packets that may wait, 0..1,000,000, beside the one that is being sent
 * @param bytes that may wait, 0..2^40
 * @param ecn whether packets of ECN-capable transports are marked when half of that waits
 */
public record DropTail(int packets, long bytes, boolean ecn) implements Queueing {
    private static final long UNLIMITED_BYTES = 1L << 40;
    private static final int UNLIMITED_PACKETS = 1_000_000;

    public DropTail {
        if (packets < 0 || packets > UNLIMITED_PACKETS) {
            throw new IllegalArgumentException("packets must be 0.." + UNLIMITED_PACKETS + ", not " + packets);
        }
        if (bytes < 0 || bytes > UNLIMITED_BYTES) {
            throw new IllegalArgumentException("bytes must be 0..2^40, not " + bytes);
        }
    }

    /** Limited by packets alone. */
    public static DropTail ofPackets(int packets) {
        return new DropTail(packets, UNLIMITED_BYTES, false);
    }

    /** Limited by bytes alone. */
    public static DropTail ofBytes(long bytes) {
        return new DropTail(UNLIMITED_PACKETS, bytes, false);
    }

    @Override
    public PacketQueue open(Place place, long seed) {
        return new Waiting(this, place);
    }

    private record Waiting(DropTail limits, Place place, PacketRing ring) implements PacketQueue {
        Waiting(DropTail limits, Place place) {
            this(limits, place, new PacketRing());
        }

        @Override
        public boolean bypass(Packet packet, long now) {
            return true;
        }

        @Override
        public void enqueue(Packet packet, long now) {
            if (ring.size() >= limits.packets || ring.bytes() + packet.length() > limits.bytes) {
                place.drop(Cause.QUEUE_FULL, packet, this::text, now);
            } else {
                if (limits.ecn && packet.ecn() != 0 && isHalfFull()) place.mark(packet, this::text, now);
                ring.add(packet);
            }
        }

        private String text() {
            return ring.size() + " packets, " + ring.bytes() + " bytes";
        }

        private boolean isHalfFull() {
            return 2L * ring.size() >= limits.packets || 2 * ring.bytes() >= limits.bytes;
        }

        @Override
        public Packet dequeue(long now) {
            return ring.poll();
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
