package dev.weir.lab.net;

import dev.weir.lab.VirtualTime;
import dev.weir.lab.box.Middlebox;
import dev.weir.lab.box.Passage;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Something in the middle of a path with two links, the first of which is its inside. Routers and hosts do not see it: it
 * changes no hop count. Packets from inside meet its habits in their order, those from outside in the reverse.
 */
public final class Box extends Node {
    /** Packets that a box may hold back at a time. */
    public static final int HELD_PACKETS = 65_536;

    private final VirtualTime time;
    private final List<Middlebox> habits;
    private final List<Stage> outward = new ArrayList<>();
    private final List<Stage> inward = new ArrayList<>();
    private int held;

    Box(VirtualTime time, Place place, List<Middlebox> habits) {
        super(place);
        this.time = time;
        this.habits = List.copyOf(habits);
        for (int i = 0; i < habits.size(); i++) {
            outward.add(new Stage(i, true));
            inward.add(new Stage(i, false));
        }
        for (Middlebox habit : habits) addresses().addAll(habit.addresses());
    }

    public List<Middlebox> habits() {
        return habits;
    }

    /** Loses all it knows, as by a restart: mappings, flows, counts towards a trigger. */
    public void forget() {
        for (Middlebox habit : habits) habit.forget(time.now());
    }

    @Override
    void attach(Lane outgoing) {
        if (lanes().size() == 2) throw new IllegalArgumentException("the box " + name() + " has two links already");
        super.attach(outgoing);
    }

    @Override
    void complete(Routes routes) {
        if (lanes().size() != 2) {
            throw new IllegalArgumentException("the box " + name() + " needs two links, inside and outside, and has "
                    + lanes().size());
        }
    }

    @Override
    void receive(Packet packet, Lane by, long now) {
        if (by == lanes().getFirst().back()) enter(0, true, packet, now);
        else enter(habits.size() - 1, false, packet, now);
    }

    /** At the habit of this number, or past the last one. */
    private void enter(int number, boolean out, Packet packet, long now) {
        if (out && number == habits.size()) leave(lanes().get(1), packet, now);
        else if (!out && number < 0) leave(lanes().get(0), packet, now);
        else habits.get(number).pass(packet, (out ? outward : inward).get(number), now);
    }

    private void leave(Lane lane, Packet packet, long now) {
        if (place().isCaptured()) place().passed(packet, true, now);
        if (packet.length() > lane.mtu()) place().drop(Cause.BLACK_HOLE, packet, () -> "mtu " + lane.mtu(), now);
        else lane.enter(packet, now);
    }

    private final class Stage implements Passage {
        private final int number;
        private final boolean out;

        Stage(int number, boolean out) {
            this.number = number;
            this.out = out;
        }

        @Override
        public boolean isOutward() {
            return out;
        }

        @Override
        public Place place() {
            return Box.this.place();
        }

        @Override
        public void forward(Packet packet, long now) {
            enter(out ? number + 1 : number - 1, out, packet, now);
        }

        @Override
        public void forwardAfter(long nanos, Packet packet, long now) {
            if (held == HELD_PACKETS) {
                place().drop(Cause.BOX_FULL, packet, now);
                return;
            }
            held++;
            packet.onDue(this::released);
            time.arm(packet, now + nanos);
        }

        private void released(Packet packet, long now) {
            held--;
            forward(packet, now);
        }

        @Override
        public void answer(Packet packet, long now) {
            enter(out ? number - 1 : number + 1, !out, packet, now);
        }
    }
}
