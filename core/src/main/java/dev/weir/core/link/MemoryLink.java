package dev.weir.core.link;

import dev.weir.core.buffer.ByteRing;

/**
 * One end of an in-process link: no system call, no loss, a bounded queue in each direction.
 *
 * <p>A packet is copied once, into the queue; the receiver reads it there. Where the capabilities allow it,
 * super-packets pass whole and checksums stay unfinished: nothing lies between the ends that would need them.
 *
 * <p>The two ends belong to two stacks, whose turns may run on two threads. {@code send} rings nobody: whoever drives
 * a stack goes on with its {@link #peer} after the turn. But a sender that found the queue full is rung once half
 * of it is free again, or when the other end is closed.
 */
public final class MemoryLink implements Link {
    /** Queue of {@link #pair(int)} in each direction, in bytes. */
    public static final int DEFAULT_QUEUE_BYTES = 1 << 20;

    private static final int LARGEST_PACKET = 65535;
    private static final int UNFINISHED = 1 << 16; // in the meta word, above the segment size

    /** Two ends of one link. */
    public record Pair(MemoryLink a, MemoryLink b) {}

    private final LinkCapabilities capabilities;
    private final ByteRing out;
    private final ByteRing in;
    private MemoryLink other;
    private volatile Doorbell doorbell;
    private boolean borrowed; // the frame of the last receive is still in the queue
    private boolean closed;

    private MemoryLink(LinkCapabilities capabilities, ByteRing out, ByteRing in) {
        this.capabilities = capabilities;
        this.out = out;
        this.in = in;
    }

    /** A link that takes super-packets of 64 KiB and leaves checksums out, with 1 MiB of queue in each direction. */
    public static Pair pair(int mtu) {
        return pair(new LinkCapabilities(mtu, LARGEST_PACKET, true), DEFAULT_QUEUE_BYTES);
    }

    /**
     * @param queueBytes per direction, 64 bytes..1 GiB, 16 of them for each packet; rounded up to a power of two, and
     *     so that four of the largest packets fit
     */
    public static Pair pair(LinkCapabilities capabilities, int queueBytes) {
        var there = new ByteRing(queueBytes, capabilities.maximumSuperPacket());
        var back = new ByteRing(queueBytes, capabilities.maximumSuperPacket());
        var a = new MemoryLink(capabilities, there, back);
        var b = new MemoryLink(capabilities, back, there);
        a.other = b;
        b.other = a;
        return new Pair(a, b);
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    /** @throws IllegalArgumentException if the packet is larger than the capabilities say */
    @Override
    public boolean send(OutgoingPacket packet, long now) {
        int length = packet.length();
        int limit = packet.segmentSize() > 0 ? capabilities.maximumSuperPacket() : capabilities.mtu();
        if (length > limit) throw new IllegalArgumentException(length + " bytes on a link of " + limit);
        if (closed || out.isConsumerClosed()) return true;
        long at = out.reserve(length);
        // looked at again: a close after the refusal rings, one before does not
        if (at < 0) return out.isConsumerClosed();
        packet.copyTo(out.memory(), at);
        out.publish(length, packet.segmentSize() | (packet.isChecksumUnfinished() ? UNFINISHED : 0));
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        if (closed) return false;
        giveBack();
        long at = in.next();
        if (at < 0) return false;
        borrowed = true;
        int meta = in.meta();
        frame.set(in.memory(), at, in.length()).segmentSize(meta & UNFINISHED - 1);
        if ((meta & UNFINISHED) != 0) frame.checksumUnfinished();
        return true;
    }

    @Override
    public void onArrival(Doorbell doorbell) {
        this.doorbell = doorbell;
    }

    @Override
    public Doorbell peer() {
        return other.doorbell;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        out.closeProducer();
        in.closeConsumer();
        ringPeer();
    }

    private void giveBack() {
        if (!borrowed) return;
        borrowed = false;
        in.free();
        if (in.freedWanted()) ringPeer();
    }

    private void ringPeer() {
        Doorbell peer = other.doorbell;
        if (peer != null) peer.ring();
    }
}
