package dev.weir.lab.queue;

import dev.weir.core.time.Nanos;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import java.time.Duration;

/**
 * The control loop of CoDel for one queue: RFC 8289 section 5, with the names of its pseudo-code.
 *
 * <p>Packets of ECN-capable transports are marked instead of dropped, and are then delivered (section 5, "marking").
 */
final class CoDelState {
    /** RFC 8289 5.5: dropping resumes with the old rate if it left the dropping state less than so many intervals ago. */
    private static final int REMEMBERED_INTERVALS = 16;

    private final long target;
    private final long interval;
    private final boolean ecn;
    private final Place place;
    private int maximumPacket; // so far; a queue of no more bytes is no standing queue
    private long firstAboveTime; // 0: not above
    private long dropNext;
    private int count;
    private int lastCount;
    private boolean dropping;
    private boolean okToDrop; // of the packet that was taken last

    CoDelState(Duration target, Duration interval, boolean ecn, Place place) {
        this.target = target.toNanos();
        this.interval = interval.toNanos();
        this.ecn = ecn;
        this.place = place;
    }

    /** Nothing waits: the standing queue is gone (5.4, dodequeue of an empty queue; 5.5 leaves the dropping state). */
    void empty() {
        firstAboveTime = 0;
        dropping = false;
    }

    /** RFC 8289 5.5. */
    Packet dequeue(PacketRing ring, long now) {
        Packet packet = take(ring, now);
        if (dropping) {
            if (!okToDrop) {
                dropping = false;
            } else {
                while (dropping && now >= dropNext) {
                    count++;
                    boolean marked = signal(packet, now);
                    if (marked) {
                        dropNext = controlLaw(dropNext);
                        break;
                    }
                    packet = take(ring, now);
                    if (!okToDrop) dropping = false;
                    else dropNext = controlLaw(dropNext);
                }
            }
        } else if (okToDrop) {
            boolean marked = signal(packet, now);
            if (!marked) packet = take(ring, now);
            dropping = true;
            int delta = count - lastCount;
            count = delta > 1 && now - dropNext < REMEMBERED_INTERVALS * interval ? delta : 1;
            dropNext = controlLaw(now);
            lastCount = count;
        }
        return packet;
    }

    /** RFC 8289 5.4: dodequeue. */
    private Packet take(PacketRing ring, long now) {
        Packet packet = ring.poll();
        okToDrop = false;
        if (packet == null) {
            firstAboveTime = 0;
            return null;
        }
        maximumPacket = Math.max(maximumPacket, packet.length());
        if (now - packet.enqueuedAt() < target || ring.bytes() <= maximumPacket) {
            firstAboveTime = 0;
        } else if (firstAboveTime == 0) {
            firstAboveTime = now + interval;
        } else if (now >= firstAboveTime) {
            okToDrop = true;
        }
        return packet;
    }

    /** RFC 8289 5.3; {@code sqrt} is the same on every processor. */
    private long controlLaw(long t) {
        return t + (long) (interval / Math.sqrt(count));
    }

    /** Marks the packet where that is possible; otherwise it is dropped, and false. */
    private boolean signal(Packet packet, long now) {
        if (ecn && packet.ecn() != 0) {
            place.mark(packet, () -> waited(packet, now), now);
            return true;
        }
        place.drop(Cause.QUEUE_DROP, packet, () -> waited(packet, now), now);
        return false;
    }

    private static String waited(Packet packet, long now) {
        return "waited " + Nanos.text(now - packet.enqueuedAt());
    }
}
