package dev.weir.lab.packet;

import dev.weir.core.link.CapturedPacketConsumer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where decisions are made: one direction of a link, a router, a box, a host's port. It counts them by cause, tells who
 * listens, and writes captures of what passes, with the decisions as comments.
 */
public final class Place {
    private static final int CE = 3;
    private static final Supplier<String> NOTHING = () -> "";

    private final String name;
    private final PacketPool pool;
    private final Consumer<Decision> listener; // null: nobody listens
    private final long[] counts = new long[Cause.values().length];
    private final List<CapturedPacketConsumer> captures = new ArrayList<>(0);

    /** @param listener hears of every decision; null if nobody wants to */
    public Place(String name, PacketPool pool, Consumer<Decision> listener) {
        this.name = name;
        this.pool = pool;
        this.listener = listener;
    }

    public String name() {
        return name;
    }

    public PacketPool pool() {
        return pool;
    }

    /** Counts and tells. */
    public void note(Cause cause, Packet packet, long now) {
        note(cause, packet, NOTHING, now);
    }

    /** @param packet null if it is about none; @param detail asked for only if somebody listens */
    public void note(Cause cause, Packet packet, Supplier<String> detail, long now) {
        counts[cause.ordinal()]++;
        if (listener == null && captures.isEmpty()) return;
        String text = detail.get();
        if (!captures.isEmpty() && packet != null) packet.comment(cause.text() + (text.isEmpty() ? "" : ": " + text));
        if (listener != null) {
            listener.accept(new Decision(now, name, cause, packet == null ? 0 : packet.serial(), text,
                    packet == null ? null : Headers.flow(packet)));
        }
    }

    /** Congestion Experienced: what a packet of an ECN-capable transport is told instead of being dropped. */
    public void mark(Packet packet, Supplier<String> detail, long now) {
        packet.ecn(CE);
        note(Cause.MARKED, packet, detail, now);
    }

    /** {@link #note}, and the packet's life is over. */
    public void drop(Cause cause, Packet packet, long now) {
        drop(cause, packet, NOTHING, now);
    }

    public void drop(Cause cause, Packet packet, Supplier<String> detail, long now) {
        note(cause, packet, detail, now);
        if (!captures.isEmpty()) passed(packet, true, now);
        pool.free(packet);
    }

    /** Something to say about the packet in captures of this place that is no decision. */
    public void comment(Packet packet, String text) {
        if (!captures.isEmpty()) packet.comment(text);
    }

    /** Whether anybody looks at what {@link #passed} shows. */
    public boolean isCaptured() {
        return !captures.isEmpty();
    }

    /** Everything that happens to the packet here has happened: captures get it with their comments. */
    public void passed(Packet packet, boolean outbound, long now) {
        if (captures.isEmpty()) return;
        packet.finishChecksum();
        var said = packet.takeComments();
        for (var capture : captures) capture.packet(outbound, now, packet.bytes(), 0, packet.length(), said);
    }

    /** Shows {@code target} every packet from now on, as it leaves here or is lost here. */
    public void capture(CapturedPacketConsumer target) {
        captures.add(target);
    }

    /** How often. */
    public long count(Cause cause) {
        return counts[cause.ordinal()];
    }

    /** Packets that were lost here, for whatever reason. */
    public long dropped() {
        long sum = 0;
        for (Cause cause : Cause.values()) {
            if (cause.kind() == Cause.Kind.DROP) sum += count(cause);
        }
        return sum;
    }

    /** What has happened at all, in the order of {@link Cause}. */
    public Map<Cause, Long> counts() {
        var seen = new EnumMap<Cause, Long>(Cause.class);
        for (Cause cause : Cause.values()) {
            if (count(cause) > 0) seen.put(cause, count(cause));
        }
        return seen;
    }

    @Override
    public String toString() {
        return name;
    }
}
