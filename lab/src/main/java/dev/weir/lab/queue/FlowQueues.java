package dev.weir.lab.queue;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import dev.weir.wire.UdpHeader;
import java.util.ArrayDeque;

/** RFC 8290 section 4: the queues of {@link FqCodel} and the two lists by which they take turns. */
final class FlowQueues implements PacketQueue {
    /** RFC 8290 4.1: beyond the limit up to so many packets of the fattest queue are dropped at once. */
    private static final int DROP_BATCH = 64;

    private static final class FlowQueue {
        final PacketRing ring = new PacketRing();
        final CoDelState state;
        int credits;
        boolean listed;

        FlowQueue(CoDelState state) {
            this.state = state;
        }
    }

    private final FqCodel rules;
    private final Place place;
    private final long seed;
    private final FlowQueue[] queues;
    private final ArrayDeque<FlowQueue> newQueues = new ArrayDeque<>();
    private final ArrayDeque<FlowQueue> oldQueues = new ArrayDeque<>();
    private int packets;
    private long bytes;

    FlowQueues(FqCodel rules, Place place, long seed) {
        this.rules = rules;
        this.place = place;
        this.seed = seed;
        this.queues = new FlowQueue[rules.flows()];
    }

    /** Never: a packet uses up credits of its queue, waiting or not. */
    @Override
    public boolean bypass(Packet packet, long now) {
        return false;
    }

    /** RFC 8290 4.1. */
    @Override
    public void enqueue(Packet packet, long now) {
        FlowQueue queue = queueOf(packet);
        queue.ring.add(packet);
        packets++;
        bytes += packet.length();
        if (!queue.listed) {
            queue.listed = true;
            queue.credits = rules.quantum();
            newQueues.add(queue);
        }
        if (packets > rules.packets()) dropFromFattest(now);
    }

    /** RFC 8290 4.2. */
    @Override
    public Packet dequeue(long now) {
        while (true) {
            boolean isNew = !newQueues.isEmpty();
            FlowQueue queue = isNew ? newQueues.peek() : oldQueues.peek();
            if (queue == null) return null;
            if (queue.credits <= 0) {
                queue.credits += rules.quantum();
                (isNew ? newQueues : oldQueues).remove();
                oldQueues.add(queue);
                continue;
            }
            int before = queue.ring.size();
            long bytesBefore = queue.ring.bytes();
            Packet packet = queue.state.dequeue(queue.ring, now);
            packets -= before - queue.ring.size();
            bytes -= bytesBefore - queue.ring.bytes();
            if (packet != null) {
                queue.credits -= packet.length();
                return packet;
            }
            (isNew ? newQueues : oldQueues).remove();
            if (isNew && !oldQueues.isEmpty()) {
                oldQueues.add(queue); // or it could stay new by sending now and then; alone it would be taken off next
            } else {
                queue.listed = false;
            }
        }
    }

    private void dropFromFattest(long now) {
        FlowQueue fattest = null;
        for (FlowQueue queue : queues) {
            if (queue != null && (fattest == null || queue.ring.bytes() > fattest.ring.bytes())) fattest = queue;
        }
        if (fattest == null) return;
        long half = fattest.ring.bytes() / 2;
        for (int i = 0; i < DROP_BATCH && fattest.ring.bytes() > half; i++) {
            Packet packet = fattest.ring.poll();
            packets--;
            bytes -= packet.length();
            place.drop(Cause.QUEUE_FULL, packet, () -> "fattest queue, " + packets + " packets in all", now);
        }
    }

    private FlowQueue queueOf(Packet packet) {
        int index = (int) Math.unsignedMultiplyHigh(hash(packet), queues.length);
        FlowQueue queue = queues[index];
        if (queue == null) {
            queue = new FlowQueue(new CoDelState(rules.target(), rules.interval(), rules.ecn(), place));
            queues[index] = queue;
        }
        return queue;
    }

    /** Of addresses, protocol and ports, under a seed of its own (RFC 8290 4.1.1). */
    private long hash(Packet packet) {
        long h = mix(seed ^ packet.sourceHigh());
        h = mix(h ^ packet.sourceLow());
        h = mix(h ^ packet.destinationHigh());
        h = mix(h ^ packet.destinationLow());
        if (!Headers.hasPorts(packet)) return mix(h ^ Headers.protocol(packet));
        int at = Headers.transportOffset(packet);
        return mix(h ^ (long) Headers.protocol(packet) << 32 ^ (long) UdpHeader.sourcePort(packet.bytes(), at) << 16
                ^ UdpHeader.destinationPort(packet.bytes(), at));
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    @Override
    public int packets() {
        return packets;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void clear(Cause cause, long now) {
        for (FlowQueue queue : queues) {
            if (queue != null) queue.ring.clear(place, cause, now);
        }
        packets = 0;
        bytes = 0;
    }
}
