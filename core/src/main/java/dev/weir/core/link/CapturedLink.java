package dev.weir.core.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Shows a {@link PacketSink} every packet that the inner link took from the stack or gave to it, in order, with the
 * checksums that a reader of captures expects. The stack sees no difference.
 */
public final class CapturedLink implements Link {
    private final Link inner;
    private final PacketSink sink;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment scratch = arena.allocate(65535);
    private boolean closed;

    /** @param sink stays the caller's to close */
    public CapturedLink(Link inner, PacketSink sink) {
        this.inner = inner;
        this.sink = sink;
    }

    @Override
    public LinkCapabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        if (!inner.send(packet, now)) return false; // a blocked packet comes again
        if (closed) return true;
        packet.copyTo(scratch, 0);
        if (packet.isChecksumUnfinished()) Segmentation.finishChecksum(scratch, 0, packet.length());
        sink.packet(true, now, scratch, 0, packet.length());
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        if (!inner.receive(frame, now)) return false;
        if (frame.isChecksumUnfinished()) {
            MemorySegment.copy(frame.segment(), frame.offset(), scratch, 0, frame.length());
            Segmentation.finishChecksum(scratch, 0, frame.length());
            sink.packet(false, now, scratch, 0, frame.length());
        } else {
            sink.packet(false, now, frame.segment(), frame.offset(), frame.length());
        }
        return true;
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
}
