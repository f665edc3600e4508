package dev.weir.lab.net;

import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import dev.weir.lab.queue.PacketRing;

/**
 * The end of a stack's links in the network. Each packet is copied out of the stack once, and handed to it in place.
 * A host of several links sends through the one that its route says.
 */
public final class HostPort extends Node implements Link {
    /** Packets that arrived in one instant and wait for the stack's turn. */
    public static final int RECEIVE_QUEUE_PACKETS = 65_536;

    private final VirtualTime time;
    private final PacketRing arrived = new PacketRing();
    private LinkCapabilities capabilities = new LinkCapabilities(1500, 1500, true);
    private Routes routes;
    private Doorbell doorbell;
    private Packet lent; // to the stack
    private boolean closed;
    private long received;
    private long receivedBytes;

    HostPort(VirtualTime time, Place place) {
        super(place);
        this.time = time;
    }

    /** Packets that the stack has got. */
    public long received() {
        return received;
    }

    /** Bytes of them, headers included. */
    public long receivedBytes() {
        return receivedBytes;
    }

    @Override
    void attach(Lane outgoing) {
        super.attach(outgoing);
        int mtu = lanes().stream().mapToInt(Lane::mtu).min().orElseThrow();
        capabilities = new LinkCapabilities(mtu, mtu, true);
    }

    @Override
    void complete(Routes routes) {
        this.routes = routes;
    }

    @Override
    void receive(Packet packet, Lane by, long now) {
        if (closed) {
            place().pool().free(packet);
        } else if (arrived.size() >= RECEIVE_QUEUE_PACKETS) {
            place().drop(Cause.RECEIVE_QUEUE_FULL, packet, now);
        } else {
            if (place().isCaptured()) place().passed(packet, false, now);
            arrived.add(packet);
            doorbell.ring();
        }
    }

    // ---- Link

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    /** Takes every packet; one that finds no room is lost, as on any road. */
    @Override
    public boolean send(OutgoingPacket outgoing, long now) {
        if (closed) return true;
        Packet packet = place().pool().take(outgoing, now);
        if (packet == null) {
            place().note(Cause.NO_PACKET_MEMORY, null, now);
            return true;
        }
        if (place().isCaptured()) place().passed(packet, true, now);
        Lane lane = lanes().size() == 1 ? lanes().getFirst()
                : routes == null ? null : routes.next(packet.destinationHigh(), packet.destinationLow());
        if (lane == null) place().drop(lanes().isEmpty() ? Cause.NO_LINK : Cause.NO_ROUTE, packet, now);
        else lane.enter(packet, now);
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        if (lent != null) place().pool().free(lent);
        lent = arrived.poll();
        if (lent == null) return false;
        received++;
        receivedBytes += lent.length();
        frame.set(lent.bytes(), 0, lent.length());
        if (lent.isChecksumUnfinished()) frame.checksumUnfinished();
        else if (lent.isSound()) frame.checksumTrusted();
        return true;
    }

    @Override
    public void onArrival(Doorbell doorbell) {
        this.doorbell = doorbell;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        while (receive(new Frame(), time.now())) { }
    }
}
