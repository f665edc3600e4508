package dev.weir.core.link;

import java.lang.foreign.Arena;

/**
 * Cuts super-packets and finishes checksums for a link that does neither, so that the stack makes one pass for 64 KiB
 * in any case. At most one super-packet waits here, partly sent; until it is through, the link is blocked.
 */
public final class SegmentingLink implements Link {
    private static final int LARGEST_PACKET = 65535;

    private final Link inner;
    private final LinkCapabilities capabilities;
    private final Arena arena = Arena.ofShared();
    private final Segmentation segmentation = new Segmentation(arena);
    private final OutgoingPacket segment = new OutgoingPacket(arena);
    private boolean closed;

    public SegmentingLink(Link inner) {
        this.inner = inner;
        this.capabilities = new LinkCapabilities(inner.capabilities().mtu(), LARGEST_PACKET, true);
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        if (closed) return true;
        if (segmentation.hasNext() && !sendRest(now)) return false;
        if (packet.segmentSize() == 0 && !packet.isChecksumUnfinished()) return inner.send(packet, now);
        segmentation.begin(packet);
        segmentation.next(segment);
        if (!inner.send(segment, now)) {
            segmentation.abandon();
            return false;
        }
        sendRest(now);
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        if (closed) return false;
        if (segmentation.hasNext()) sendRest(now);
        return inner.receive(frame, now);
    }

    @Override
    public long nextDeadline() {
        return inner.nextDeadline();
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

    /** False if the inner link is blocked: the rest is kept. */
    private boolean sendRest(long now) {
        while (segmentation.hasNext()) {
            segmentation.next(segment);
            if (!inner.send(segment, now)) {
                segmentation.keep();
                return false;
            }
        }
        return true;
    }
}
