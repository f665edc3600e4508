package dev.weir.core.link;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Nanos;
import dev.weir.core.time.Timer;
import dev.weir.core.time.TimerQueue;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of an {@link ImpairedLink}: decides what happens to each packet, and holds those that are on the way.
 *
 * <p>Whatever is decided of an outgoing packet is reported when it enters; an incoming one that arrives is reported on
 * when it does, so that in either case the reports stand beside the packet that the stack sent or gets.
 */
final class Road {
    private static final int CE = 3;

    /** A packet on the way; one object and its memory serve many packets. */
    final class Held extends Timer {
        final MemorySegment memory = arena.allocate(slotBytes, 8);
        private final List<String[]> decisions = new ArrayList<>(2);
        private long number;
        private long due;
        private int length;

        int length() {
            return length;
        }

        @Override
        protected void expired(long now) {
            arrived.add(this);
        }
    }

    private final Impairment rules;
    private final boolean outbound;
    private final Observer observer;
    private final boolean observed;
    private final Arena arena;
    private final int mtu;
    private final int slotBytes;
    private final Fate fate;
    private final Bottleneck bottleneck; // null: unlimited
    private final long delayNanos;
    private final long jitterNanos;
    private final TimerQueue underWay = new TimerQueue();
    private final ArrayDeque<Held> arrived = new ArrayDeque<>();
    private final ArrayDeque<Held> free = new ArrayDeque<>();
    private final List<String[]> decisions = new ArrayList<>(2); // of the packet that enters now
    private int held;
    private long count;
    private long lastArrival = Long.MIN_VALUE; // nothing that keeps the order arrives before
    private Road back; // where the sender of a packet hears of it; null: nowhere
    private MemorySegment tooBig;
    private OutgoingPacket error;

    /** @param linkMtu the largest packet that can come */
    Road(Impairment rules, int linkMtu, long seed, boolean outbound, Observer observer, Arena arena) {
        this.rules = rules;
        this.outbound = outbound;
        this.observer = observer;
        this.observed = observer.wants(EventKind.PACKET_IMPAIRED);
        this.arena = arena;
        this.mtu = Math.min(rules.mtu(), linkMtu);
        this.slotBytes = Math.max(linkMtu, Ipv6Header.MINIMUM_MTU); // an ICMP error always fits
        this.fate = new Fate(rules, seed);
        this.bottleneck = rules.rateBitsPerSecond() == Impairment.UNLIMITED ? null
                : new Bottleneck(rules.rateBitsPerSecond(), rules.queuePackets(), rules.queueBytes());
        this.delayNanos = rules.delay().toNanos();
        this.jitterNanos = rules.jitter().toNanos();
    }

    /** Where ICMP errors about packets of this road go, if the impairment asks for them. */
    void answerBy(Road back) {
        if (rules.icmp()) this.back = back;
    }

    /** A packet as it is on the wire. */
    void enter(OutgoingPacket packet, long now) {
        fate.next();
        count = fate.number();
        decisions.clear();
        if (packet.length() > mtu) {
            drop(now, "mtu " + mtu);
            if (back != null) tellSender(packet, now);
        } else if (fate.loss() != Fate.Loss.NONE && !isMarkedInstead(packet)) {
            drop(now, lossRule());
        } else {
            Held first = hold(packet, now);
            if (first == null) return;
            if (isMarkable(packet)) mark(first);
            if (fate.isCorrupted()) corrupt(first);
            if (fate.isDuplicated()) duplicate(first, now);
            if (outbound) {
                for (String[] decision : decisions) report(now, count, decision);
            } else {
                first.decisions.addAll(decisions);
            }
        }
    }

    /** The oldest packet that has arrived by {@code now}, or null; it stays until {@link #taken}. */
    Held arrived(long now) {
        underWay.expire(now);
        return arrived.peek();
    }

    /** What {@link #arrived} answered goes on; its memory is still there until {@link #free}. */
    void taken(long now) {
        Held slot = arrived.remove();
        for (String[] decision : slot.decisions) report(now, slot.number, decision);
        slot.decisions.clear();
    }

    void free(Held slot) {
        held--;
        free.push(slot);
    }

    /** When {@link #arrived} has something; {@link Deadline#NEVER} while the road is empty. */
    long nextDeadline() {
        return arrived.isEmpty() ? underWay.nextDeadline() : arrived.peek().due;
    }

    /** Puts a copy on the way, or drops the packet; null then. */
    private Held hold(OutgoingPacket packet, long now) {
        if (held == rules.heldPackets()) {
            drop(now, "more than " + rules.heldPackets() + " packets on the way");
            return null;
        }
        long departure = depart(packet.length(), now);
        if (departure == Bottleneck.FULL) {
            drop(now, "queue full");
            return null;
        }
        Held slot = slot(packet.length());
        packet.copyTo(slot.memory, 0);
        slot.number = count;
        long arrival = Deadline.after(departure, fate.delayNanos());
        if (fate.isReordered()) {
            arrival = Deadline.after(arrival, rules.reorderingDelay().toNanos());
            decide("reordered", "reordering " + Impairment.percent(rules.reordering()) + ", "
                    + Nanos.text(rules.reorderingDelay().toNanos()) + " later");
        } else {
            lastArrival = Math.max(lastArrival, arrival);
            arrival = lastArrival;
        }
        if (jitterNanos > 0 && observed) {
            decide("delayed " + Nanos.text(arrival - departure),
                    "delay " + Nanos.text(delayNanos) + " +/- " + Nanos.text(jitterNanos));
        }
        send(slot, arrival);
        return slot;
    }

    private String lossRule() {
        return switch (fate.loss()) {
            case PATTERN -> "pattern " + rules.lost();
            case RANDOM -> "loss " + Impairment.percent(rules.loss());
            case BURST, NONE -> "burst loss";
        };
    }

    private boolean isMarkable(OutgoingPacket packet) {
        return rules.ecn() && packet.transportOffset() > 0 && ecn(packet.header()) != 0;
    }

    /** What is lost by its number is lost for certain. */
    private boolean isMarkedInstead(OutgoingPacket packet) {
        return fate.loss() != Fate.Loss.PATTERN && isMarkable(packet);
    }

    private void mark(Held slot) {
        boolean crowded = bottleneck != null && bottleneck.wasCrowded();
        if (fate.loss() == Fate.Loss.NONE && !crowded) return;
        if (Ipv4Header.version(slot.memory, 0) == 4) Ipv4Header.writeEcn(slot.memory, 0, CE);
        else Ipv6Header.writeEcn(slot.memory, 0, CE);
        decide("marked", fate.loss() == Fate.Loss.NONE ? "queue half full" : lossRule());
    }

    private static int ecn(MemorySegment header) {
        return Ipv4Header.version(header, 0) == 4 ? Ipv4Header.ecn(header, 0) : Ipv6Header.ecn(header, 0);
    }

    private void corrupt(Held slot) {
        int bit = fate.corrupt(slot.memory, slot.length);
        if (bit >= 0) decide("corrupted bit " + bit, "corruption " + Impairment.percent(rules.corruption()));
    }

    /** The second copy takes its own place in the queue, right behind the first; without room there is none. */
    private void duplicate(Held first, long now) {
        if (held == rules.heldPackets()) return;
        long departure = depart(first.length, now);
        if (departure == Bottleneck.FULL) return;
        Held second = slot(first.length);
        MemorySegment.copy(first.memory, 0, second.memory, 0, first.length);
        second.number = count;
        lastArrival = Math.max(lastArrival, Deadline.after(departure, fate.delayNanos()));
        send(second, Math.max(lastArrival, first.due));
        decide("duplicated", "duplication " + Impairment.percent(rules.duplication()));
    }

    private void send(Held slot, long due) {
        slot.due = due;
        underWay.arm(slot, due);
    }

    /** An error for the sender goes to the end of the other road: nothing happens to it, and it has no number. */
    private void tellSender(OutgoingPacket packet, long now) {
        if (tooBig == null) {
            tooBig = arena.allocate(65535);
            error = new OutgoingPacket(arena);
        }
        packet.copyTo(tooBig, 0);
        if (!TooBig.write(error, tooBig, packet.length(), mtu)) return;
        Held slot = back.slot(error.length());
        if (slot == null) return;
        error.copyTo(slot.memory, 0);
        back.send(slot, now);
    }

    private long depart(int lengthBytes, long now) {
        return bottleneck == null ? now : bottleneck.enter(lengthBytes, now);
    }

    /** Memory for a packet; null beyond the limit. */
    private Held slot(int length) {
        if (held == rules.heldPackets()) return null;
        held++;
        Held slot = free.isEmpty() ? new Held() : free.pop();
        slot.length = length;
        return slot;
    }

    private void drop(long now, String rule) {
        decisions.clear();
        report(now, count, new String[] {"dropped", rule});
    }

    private void decide(String decision, String rule) {
        if (observed) decisions.add(new String[] {decision, rule});
    }

    private void report(long at, long number, String[] decision) {
        if (observed) observer.on(new Event.PacketImpaired(at, outbound, number, decision[0], decision[1]));
    }
}
