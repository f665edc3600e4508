package dev.weir.lab.net;

import dev.weir.core.link.Fate;
import dev.weir.core.link.Impairment;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Nanos;
import dev.weir.core.time.Timer;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.measure.Gauge;
import dev.weir.lab.measure.LaneStatistics;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import dev.weir.lab.queue.PacketQueue;
import dev.weir.lab.queue.PacketRing;
import dev.weir.lab.queue.Queueing;
import java.util.function.UnaryOperator;

/**
 * One direction of a link: chance, then the queue, then the rate, then the delay.
 *
 * <pre>
 *   enter -&gt; [lost? corrupted? doubled?] -&gt; queue -&gt; sender (rate) -&gt; on the way (delay) -&gt; the next node
 * </pre>
 *
 * The packets on the way stand in a ring and share one timer, since they arrive in order; only one that is overtaken has
 * a timer of its own. So a link costs one timer event for each packet, and a second one while its queue is not empty.
 */
public final class Lane {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final VirtualTime time;
    private final Node from;
    private final Node to;
    private final Place place;
    private final int mtu;
    private final Fate fate;
    private final Queueing queueing;
    private final PacketQueue queue;
    private final PacketRing underWay = new PacketRing();
    private final Gauge queued = new Gauge();
    private final Timer arrival = new Timer() {
        @Override
        protected void expired(long now) {
            arrive(now);
        }
    };
    private final Timer sender = new Timer() {
        @Override
        protected void expired(long now) {
            send(now);
        }
    };
    private Lane back;
    private Impairment rules;
    private boolean chance; // whether anything of the rules is drawn
    private long rate;
    private long delayNanos;
    private boolean down;
    private boolean paused;
    private int era; // a cut ends it, and loses what belongs to it
    private int held; // on the way and waiting
    private long freeAt; // the last bit leaves at freeAt + remainder / rate
    private long remainder;
    private long lastArrival = Long.MIN_VALUE;
    private long entered;
    private long enteredBytes;
    private long delivered;
    private long deliveredBytes;
    private long busyNanos;

    Lane(VirtualTime time, Node from, Node to, Place place, int mtu, Impairment rules, Queueing queueing, long seed) {
        this.time = time;
        this.from = from;
        this.to = to;
        this.place = place;
        this.mtu = mtu;
        this.fate = new Fate(rules, seed);
        this.queueing = queueing;
        this.queue = queueing.open(place, seed);
        this.freeAt = time.now();
        queued.begin(time.now());
        apply(rules);
    }

    void pair(Lane back) {
        this.back = back;
    }

    // ---- what can be asked

    /** {@code left->right}. */
    public String name() {
        return place.name();
    }

    public Node from() {
        return from;
    }

    public Node to() {
        return to;
    }

    /** The other direction of the same link. */
    public Lane back() {
        return back;
    }

    /** Bytes of the largest packet that nodes may send here. */
    public int mtu() {
        return mtu;
    }

    /** Counts what happens here, and can be captured: packets are shown when they leave the queue or are lost. */
    public Place place() {
        return place;
    }

    public Impairment impairment() {
        return rules;
    }

    public Queueing queueing() {
        return queueing;
    }

    public boolean isDown() {
        return down;
    }

    public LaneStatistics statistics() {
        return new LaneStatistics(name(), entered, enteredBytes, delivered, deliveredBytes, busyNanos,
                queue.packets(), queued.summary(time.now()), queued.series(), place.dropped(), place.counts());
    }

    // ---- what can be changed while it runs

    /** Other rules from the next packet on; those on the way are not touched, and the queue stays as it is. */
    public void change(UnaryOperator<Impairment> change) {
        Impairment changed = change.apply(rules);
        fate.change(changed);
        apply(changed);
    }

    /** Cuts it: what waits, what is on the way and what comes is lost, until {@link #up}. */
    public void down() {
        if (down) return;
        long now = time.now();
        down = true;
        era++;
        held -= queue.packets();
        queue.clear(Cause.LINK_DOWN, now);
        measure(now);
    }

    public void up() {
        down = false;
    }

    /** Sends nothing until {@link #resume}, but loses nothing that the queue can hold, as radio links do. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        if (!paused) return;
        paused = false;
        if (freeAt > time.now()) time.arm(sender, freeAt);
        else send(time.now());
    }

    private void apply(Impairment rules) {
        this.rules = rules;
        this.rate = rules.rateBitsPerSecond();
        this.delayNanos = rules.delay().toNanos();
        this.chance = !rules.withRate(Impairment.UNLIMITED).withDelay(Impairment.NONE.delay())
                .withQueue(Impairment.NONE.queuePackets(), Impairment.NONE.queueBytes())
                .withEcn(false).withHeldPackets(Impairment.NONE.heldPackets()).equals(Impairment.NONE);
    }

    // ---- the way of a packet

    /** Takes a packet of at most {@link #mtu} bytes. */
    void enter(Packet packet, long now) {
        entered++;
        enteredBytes += packet.length();
        if (down) {
            place.drop(Cause.LINK_DOWN, packet, now);
            return;
        }
        packet.extraNanos(delayNanos);
        packet.era(era);
        packet.onDue(null);
        if (!chance) {
            fate.skip();
            queue(packet, now);
            return;
        }
        fate.next();
        if (packet.length() > rules.mtu()) {
            place.drop(Cause.TOO_LARGE_FOR_LINK, packet, () -> "mtu " + rules.mtu(), now);
            return;
        }
        var loss = fate.loss();
        if (rules.ecn() && packet.ecn() != 0 && loss != Fate.Loss.NONE && loss != Fate.Loss.PATTERN) {
            place.mark(packet, () -> "instead of loss", now);
            loss = Fate.Loss.NONE;
        }
        switch (loss) {
            case NONE -> survive(packet, now);
            case PATTERN -> place.drop(Cause.PATTERN_LOSS, packet, () -> "number " + fate.number(), now);
            case RANDOM -> place.drop(Cause.LOSS, packet, () -> "probability " + rules.loss(), now);
            case BURST -> place.drop(Cause.BURST_LOSS, packet, now);
        }
    }

    private void survive(Packet packet, long now) {
        packet.extraNanos(fate.delayNanos());
        if (fate.isCorrupted()) {
            packet.changing();
            int bit = fate.corrupt(packet.bytes(), packet.length());
            if (bit >= 0) place.note(Cause.CORRUPTED, packet, () -> "bit " + bit, now);
        }
        Packet second = fate.isDuplicated() ? place.pool().copy(packet, now) : null;
        if (fate.isReordered()) {
            long nanos = rules.reorderingDelay().toNanos();
            packet.extraNanos(packet.extraNanos() + nanos);
            packet.onDue(this::arrivedLate);
            place.note(Cause.REORDERED, packet, () -> Nanos.text(nanos) + " later", now);
        }
        if (second != null) {
            second.extraNanos(packet.extraNanos());
            second.era(era);
            place.note(Cause.DUPLICATED, packet, () -> "as packet " + second.serial(), now);
        }
        queue(packet, now);
        if (second != null) queue(second, now);
    }

    private void queue(Packet packet, long now) {
        if (held >= rules.heldPackets()) {
            place.drop(Cause.LINK_FULL, packet, now);
            return;
        }
        packet.enqueuedAt(now);
        if (rate == Impairment.UNLIMITED && !paused && queue.packets() == 0) {
            held++;
            depart(packet, now, now);
            return;
        }
        boolean idle = freeAt <= now && !paused && queue.packets() == 0;
        if (idle && queue.bypass(packet, now)) {
            held++;
            transmit(packet, now);
            return;
        }
        int before = queue.packets();
        queue.enqueue(packet, now);
        held += queue.packets() - before;
        if (idle) send(now);
        else if (sender.deadline() == Deadline.NEVER && !paused) time.arm(sender, freeAt);
        measure(now);
    }

    /** The sender is free, or was told to go on. */
    private void send(long now) {
        if (paused || freeAt > now) return;
        int before = queue.packets();
        Packet packet = queue.dequeue(now);
        held += queue.packets() - before + (packet == null ? 0 : 1);
        measure(now);
        if (packet == null) return;
        transmit(packet, now);
        if (queue.packets() > 0) time.arm(sender, freeAt);
    }

    private void transmit(Packet packet, long now) {
        if (rate == Impairment.UNLIMITED) {
            freeAt = now;
            depart(packet, now, now);
            return;
        }
        if (freeAt < now) {
            freeAt = now;
            remainder = 0;
        }
        long work = packet.length() * 8L * NANOS_PER_SECOND + remainder; // below 2^50 + 10^15
        long nanos = work / rate;
        remainder = work % rate;
        freeAt += nanos;
        busyNanos += nanos;
        depart(packet, freeAt + (remainder > 0 ? 1 : 0), now);
    }

    private void depart(Packet packet, long departure, long now) {
        if (place.isCaptured()) {
            long waited = now - packet.enqueuedAt();
            if (waited > 0) place.comment(packet, "waited " + Nanos.text(waited) + " in the queue");
            place.passed(packet, true, now);
        }
        long due = departure + packet.extraNanos();
        if (packet.isTimed()) {
            packet.dueAt(due);
            time.arm(packet, due);
            return;
        }
        lastArrival = Math.max(lastArrival, due); // jitter keeps the order
        packet.dueAt(lastArrival);
        underWay.add(packet);
        if (underWay.size() == 1) time.arm(arrival, lastArrival);
    }

    private void arrive(long now) {
        for (Packet next; (next = underWay.peek()) != null && next.dueAt() <= now; ) {
            underWay.poll();
            deliver(next, now);
        }
        Packet next = underWay.peek();
        if (next != null) time.arm(arrival, next.dueAt());
    }

    private void arrivedLate(Packet packet, long now) {
        deliver(packet, now);
    }

    private void deliver(Packet packet, long now) {
        held--;
        if (packet.era() != era) {
            place.drop(Cause.LINK_DOWN, packet, now);
            return;
        }
        delivered++;
        deliveredBytes += packet.length();
        to.receive(packet, this, now);
    }

    private void measure(long now) {
        queued.set(queue.bytes(), now);
    }

    @Override
    public String toString() {
        return name();
    }
}
