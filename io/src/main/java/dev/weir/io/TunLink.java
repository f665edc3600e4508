package dev.weir.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.weir.core.link.Frame;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.io.sys.Errno;
import dev.weir.io.sys.SystemCalls;
import dev.weir.wire.Cidr;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.VirtioNetHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The operating system's network as a link: a TUN device, whose packets the kernel routes like those of any other.
 *
 * {@snippet :
 * var loop = EventLoop.start(
 *         StackConfig.linux().withAddresses("10.77.0.2/24"),
 *         TunLink.open(TunConfig.of("10.77.0.1/24")));
 * }
 *
 * <p>With offload every packet has a virtio-net header: the kernel hands over up to 64 KiB of a stream in one read, and
 * takes as much in one write, without anybody having computed a checksum. A device that did not exist disappears with
 * the link. Used by whoever holds the stack's turn; no call blocks.
 */
public final class TunLink implements DescriptorLink {
    private static final int LARGEST_PACKET = 65535;
    private static final int PACKET_BYTES = 1 << 16;
    private static final int PACKET_AT = 16; // aligned, with room for the virtio-net header before it
    private static final int VECTOR_BYTES = 16; // struct iovec
    private static final int VECTORS = 1024; // UIO_MAXIOV
    private static final int TCP_CHECKSUM_OFFSET = 16;

    private final String name;
    private final int fd;
    private final int virtioBytes;
    private final LinkCapabilities capabilities;
    private final Arena arena = Arena.ofShared();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment received = arena.allocate(PACKET_AT + PACKET_BYTES, PACKET_AT);
    private final MemorySegment virtio = arena.allocate(VirtioNetHeader.LENGTH, 8);
    private final MemorySegment vectors = arena.allocate((long) VECTORS * VECTOR_BYTES, 8);

    private boolean drained;
    private boolean blocked;
    private boolean closed;
    private long packetsLost;

    /** @param virtioBytes 0 or {@link VirtioNetHeader#LENGTH}: what stands before each packet */
    TunLink(String name, int fd, int virtioBytes, int mtu) {
        this.name = name;
        this.fd = fd;
        this.virtioBytes = virtioBytes;
        boolean offload = virtioBytes > 0;
        capabilities = new LinkCapabilities(mtu, offload ? LARGEST_PACKET : mtu, offload);
    }

    /**
     * Creates or attaches to the device and sets it up as far as it is not so already; asks nothing of a shell. The
     * device belongs to the network namespace of the calling thread.
     *
     * @throws TunUnavailable saying what is missing and how to get it
     */
    public static TunLink open(TunConfig config) throws TunUnavailable {
        return TunDevice.open(config);
    }

    /**
     * Two devices, between which the kernel forwards: two stacks whose packets cross the operating system, where
     * tcpdump, nftables and the like see them. Forwarding is switched on for these two devices alone.
     *
     * @param first address of the stack that will use {@link Pair#a}, as a literal: {@code 10.0.0.1}
     * @param second of the one that will use {@link Pair#b}
     * @throws TunUnavailable saying what is missing and how to get it
     */
    public static Pair pair(String first, String second) throws TunUnavailable {
        var a = open(TunConfig.of().withRoutes(List.of(Cidr.parse(first))));
        try {
            var b = open(TunConfig.of().withRoutes(List.of(Cidr.parse(second))));
            TunDevice.forward(a.name());
            TunDevice.forward(b.name());
            return new Pair(a, b);
        } catch (TunUnavailable | RuntimeException e) {
            a.close();
            throw e;
        }
    }

    /** The ends for two stacks. */
    public record Pair(TunLink a, TunLink b) {}

    /** Of the device, with the number that the kernel filled in. */
    public String name() {
        return name;
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    /** Packets that the kernel refused: the device was down or removed, or memory short. Inside a turn. */
    public long packetsLost() {
        return packetsLost;
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        if (closed) return true;
        long written = calls.writev(fd, vectors, gather(packet));
        blocked = written == -Errno.EAGAIN;
        if (written < 0 && !blocked) packetsLost++;
        return !blocked;
    }

    private int gather(OutgoingPacket packet) {
        int count = 0;
        if (virtioBytes > 0) {
            describe(packet);
            vector(count++, virtio, 0, virtioBytes);
        }
        vector(count++, packet.header(), 0, packet.headerLength());
        if (count + packet.slices() > VECTORS) {
            throw new IllegalArgumentException("a packet of " + packet.slices() + " slices: at most "
                    + (VECTORS - count));
        }
        for (int i = 0; i < packet.slices(); i++) {
            vector(count++, packet.chunk(i), packet.offset(i), packet.length(i));
        }
        return count;
    }

    private void vector(int index, MemorySegment bytes, long offset, int length) {
        vectors.set(JAVA_LONG, (long) index * VECTOR_BYTES, bytes.address() + offset);
        vectors.set(JAVA_LONG, (long) index * VECTOR_BYTES + 8, length);
    }

    private void describe(OutgoingPacket packet) {
        int size = packet.segmentSize();
        boolean cut = size > 0 && packet.payloadLength() > size; // the kernel refuses to cut what fits
        if (!cut && !packet.isChecksumUnfinished()) {
            VirtioNetHeader.clear(virtio, 0);
            return;
        }
        int type = cut ? cutType(packet) : VirtioNetHeader.GSO_NONE;
        VirtioNetHeader.write(virtio, 0, VirtioNetHeader.NEEDS_CHECKSUM, type, packet.headerLength(), cut ? size : 0,
                packet.transportOffset(), TCP_CHECKSUM_OFFSET);
    }

    private static int cutType(OutgoingPacket packet) {
        boolean isIpv6 = packet.header().get(JAVA_BYTE, 0) >> 4 == 6;
        int type = isIpv6 ? VirtioNetHeader.GSO_TCPV6 : VirtioNetHeader.GSO_TCPV4;
        // CWR belongs on the first segment only (RFC 3168 6.1.2)
        boolean cwr = (TcpHeader.flags(packet.header(), packet.transportOffset()) & TcpFlags.CWR) != 0;
        return cwr ? type | VirtioNetHeader.GSO_ECN : type;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        if (closed) return false;
        long start = PACKET_AT - virtioBytes;
        long read = calls.read(fd, received, start, virtioBytes + PACKET_BYTES);
        drained = read < 0;
        if (drained) {
            if (read == -Errno.EAGAIN || read == -Errno.EINTR) return false;
            // closes the stack, with this as the cause
            throw new IllegalStateException("the network device " + name + " was removed");
        }
        frame.set(received, PACKET_AT, (int) Math.max(0, read - virtioBytes));
        if (virtioBytes > 0) mark(frame, start);
        return true;
    }

    private void mark(Frame frame, long header) {
        int flags = VirtioNetHeader.flags(received, header);
        if ((flags & VirtioNetHeader.NEEDS_CHECKSUM) != 0) frame.checksumUnfinished();
        else if ((flags & VirtioNetHeader.DATA_VALID) != 0) frame.checksumTrusted();
        if (VirtioNetHeader.gsoType(received, header) != VirtioNetHeader.GSO_NONE) {
            frame.segmentSize(VirtioNetHeader.gsoSize(received, header));
        }
    }

    @Override
    public int descriptor() {
        return fd;
    }

    @Override
    public boolean isDrained() {
        return drained;
    }

    @Override
    public boolean isBlocked() {
        return blocked;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        calls.close(fd);
        arena.close();
    }

    @Override
    public String toString() {
        return "tun " + name;
    }
}
