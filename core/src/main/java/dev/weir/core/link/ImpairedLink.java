package dev.weir.core.link;

import dev.weir.core.event.Observer;
import java.lang.foreign.Arena;

/**
 * A bad road to the inner link and back: loses, delays, reorders, duplicates, corrupts and slows packets, as two {@link
 * Impairment}s say. The same seed does the same to the packet with the same number, whatever the time.
 *
 * <p>It advertises no offload, and cuts what the inner link hands over as one: what is impaired is what would be on a
 * wire. Each decision is an {@link dev.weir.core.event.Event.PacketImpaired}. To have them as comments in a capture,
 * put a {@link CapturedLink} around this one; an outgoing packet that is lost is in it then.
 *
 * <p>Packets on the way belong to the stack whose link this is: its driver must come back at {@link #nextDeadline}, and
 * {@link #receive} moves on what is due.
 */
public final class ImpairedLink implements Link {
    private static final long INGRESS = 0x5851f42d4c957f2dL; // another stream of chances than egress

    private final Link inner;
    private final LinkCapabilities capabilities;
    private final Arena arena = Arena.ofShared();
    private final Road egress;
    private final Road ingress;
    private final Segmentation segmentation = new Segmentation(arena);
    private final OutgoingPacket segment = new OutgoingPacket(arena);
    private final OutgoingPacket outgoing = new OutgoingPacket(arena);
    private final Frame incoming = new Frame();
    private final Frame due = new Frame();
    private Road.Held lent; // to the stack
    private boolean blocked; // the inner link, when it was tried last
    private boolean closed;

    /**
     * @param egress what happens to packets that this stack sends
     * @param ingress what happens to packets that it would receive
     */
    public ImpairedLink(Link inner, Impairment egress, Impairment ingress, long seed, Observer observer) {
        int mtu = inner.capabilities().mtu();
        this.inner = inner;
        this.capabilities = LinkCapabilities.plain(mtu);
        this.egress = new Road(egress, mtu, seed, true, observer, arena);
        this.ingress = new Road(ingress, mtu, seed ^ INGRESS, false, observer, arena);
        this.egress.answerBy(this.ingress);
        this.ingress.answerBy(this.egress);
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    /** Takes every packet; one that finds no room is lost, as on any road. */
    @Override
    public boolean send(OutgoingPacket packet, long now) {
        if (closed) return true;
        for (segmentation.begin(packet); segmentation.hasNext(); ) {
            segmentation.next(segment);
            egress.enter(segment, now);
        }
        moveOn(now);
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        if (closed) return false;
        if (moveOn(now) > 0) ringPeer(); // the stack does not know that something was sent in this turn
        if (lent != null) ingress.free(lent);
        lent = null;
        Road.Held next;
        while ((next = ingress.arrived(now)) == null) {
            if (!inner.receive(incoming, now)) return false;
            for (segmentation.begin(incoming); segmentation.hasNext(); ) {
                segmentation.next(segment);
                ingress.enter(segment, now);
            }
        }
        ingress.taken(now);
        lent = next;
        frame.set(next.memory, 0, next.length());
        return true;
    }

    @Override
    public long nextDeadline() {
        if (closed) return inner.nextDeadline();
        long due = Math.min(inner.nextDeadline(), ingress.nextDeadline());
        return blocked ? due : Math.min(due, egress.nextDeadline()); // a blocked link rings
    }

    @Override
    public void onArrival(Doorbell doorbell) {
        inner.onArrival(doorbell);
    }

    @Override
    public Doorbell peer() {
        return inner.peer();
    }

    @Override
    public Link inner() {
        return inner;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        inner.close();
        arena.close();
    }

    /** Hands what has come to the end of the way out to the inner link, and answers how many packets. */
    private int moveOn(long now) {
        int moved = 0;
        blocked = false;
        for (Road.Held next; (next = egress.arrived(now)) != null; moved++) {
            Segmentation.wrap(due.set(next.memory, 0, next.length()), outgoing);
            if (!inner.send(outgoing, now)) {
                blocked = true;
                break;
            }
            egress.taken(now);
            egress.free(next);
        }
        return moved;
    }

    private void ringPeer() {
        Doorbell peer = inner.peer();
        if (peer != null) peer.ring();
    }
}
