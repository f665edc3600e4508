package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.wire.Checksum;
import dev.weir.wire.VirtioNetHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A socket that sees the packets of all devices of this network namespace, as far as a program lets them pass
 * (packet(7)); needs CAP_NET_RAW in the user namespace that owns it. Before each packet the kernel says which offload
 * it has left to the device: such packets have no checksum yet, and may be many segments in one.
 *
 * <p>{@link #receive} and what tells about the packet are for one thread; {@link #filter} is for any one other.
 */
public final class PacketSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOSE_ON_EXEC = 3 | 0x80000;
    private static final short ETH_P_ALL_NETWORK_ORDER = 0x0300;

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_AUXDATA = 8;
    private static final int PACKET_VNET_HDR = 15;

    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int MESSAGE_BYTES = 56; // struct msghdr
    private static final int CONTROL_BYTES = 256; // two messages of 40 and of 32 bytes
    private static final int LARGEST_PACKET = 1 << 18; // more than any device's segmentation takes
    private static final int WAITING_BYTES = 16 << 20;
    private static final int PATIENCE_MICROS = 20_000;

    private final Arena arena = Arena.ofShared();
    private final SystemCalls calls = new SystemCalls(arena);
    private final SystemCalls filterCalls = new SystemCalls(arena);
    private final MemorySegment from = arena.allocate(SOCKADDR_LL_BYTES, 8);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    private final MemorySegment bytes = arena.allocate(VirtioNetHeader.LENGTH + LARGEST_PACKET, 8);
    private final MemorySegment message = arena.allocate(MESSAGE_BYTES, 8);
    private final int fd;

    private int length; // of header and packet
    private long epochNanos;
    private int networkHeader;

    /** Sees nothing before {@link #begin}. */
    public PacketSocket() throws SystemCallFailed {
        int opened = calls.socket(AF_PACKET, SOCK_RAW_CLOSE_ON_EXEC, 0);
        if (opened < 0) arena.close();
        fd = SystemCallFailed.check(opened, "open a packet socket");
        try {
            option(SOL_PACKET, PACKET_VNET_HDR, 1, "see which offload was left to devices");
            option(SOL_PACKET, PACKET_AUXDATA, 1, "see where packets begin");
            option(SOL_SOCKET, SO_TIMESTAMPNS, 1, "see when packets passed");
            var patience = arena.allocate(16, 8);
            patience.set(JAVA_LONG, 8, PATIENCE_MICROS);
            calls.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, patience);
            var room = arena.allocateFrom(JAVA_INT, WAITING_BYTES);
            // beyond the limit for all if we may (CAP_NET_ADMIN), else as far as it goes
            if (calls.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, room) < 0) {
                calls.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, room);
            }
        } catch (SystemCallFailed e) {
            close();
            throw e;
        }
        prepareMessage();
    }

    private void option(int level, int option, int value, String what) throws SystemCallFailed {
        SystemCallFailed.check(calls.setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value)), what);
    }

    private void prepareMessage() {
        var vector = arena.allocate(16, 8);
        vector.set(JAVA_LONG, 0, bytes.address());
        vector.set(JAVA_LONG, 8, bytes.byteSize());
        message.set(JAVA_LONG, 0, from.address());
        message.set(JAVA_LONG, 16, vector.address());
        message.set(JAVA_LONG, 24, 1);
        message.set(JAVA_LONG, 32, control.address());
    }

    /** From now on only these; what waits already stays. */
    public void filter(BpfProgram program) throws SystemCallFailed {
        try (var scratch = Arena.ofConfined()) {
            SystemCallFailed.check(filterCalls.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, program.write(scratch)),
                    "choose which packets to see");
        }
    }

    /** Packets wait from now on. After {@link #filter}: otherwise all of the machine's do. */
    public void begin() throws SystemCallFailed {
        var address = arena.allocate(SOCKADDR_LL_BYTES, 8);
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(JAVA_SHORT, 2, ETH_P_ALL_NETWORK_ORDER);
        SystemCallFailed.check(filterCalls.bind(fd, address), "see the packets of all devices");
    }

    /** Takes the next packet; false if there is none for a moment. Blocks until then: only on a platform thread. */
    public boolean receive() throws SystemCallFailed {
        message.set(JAVA_INT, 8, SOCKADDR_LL_BYTES);
        message.set(JAVA_LONG, 40, CONTROL_BYTES);
        long received = calls.recvmsg(fd, message, 0);
        // EINVAL: an offload that no virtio header can tell of; none of TCP's
        if (received == -Errno.EAGAIN || received == -Errno.EINTR || received == -Errno.EINVAL) return false;
        length = (int) SystemCallFailed.check(received, "receive a packet");
        readControl();
        return true;
    }

    private void readControl() {
        long end = message.get(JAVA_LONG, 40);
        for (long at = 0; at + 16 <= end; ) {
            long size = control.get(JAVA_LONG, at);
            if (size < 16) return;
            int level = control.get(JAVA_INT, at + 8);
            int type = control.get(JAVA_INT, at + 12);
            if (level == SOL_SOCKET && type == SO_TIMESTAMPNS) {
                epochNanos = control.get(JAVA_LONG, at + 16) * 1_000_000_000 + control.get(JAVA_LONG, at + 24);
            } else if (level == SOL_PACKET && type == PACKET_AUXDATA) {
                networkHeader = control.get(JAVA_SHORT, at + 16 + 14) & 0xffff; // tp_net
            }
            at += size + 7 & ~7;
        }
    }

    // ---- the packet received last

    public MemorySegment bytes() {
        return bytes;
    }

    /** Where its IP header begins. */
    public int offset() {
        return VirtioNetHeader.LENGTH + networkHeader;
    }

    /** Bytes from there on, the padding of the link included. */
    public int length() {
        return length - offset();
    }

    /** When it passed: nanoseconds since 1970. */
    public long epochNanos() {
        return epochNanos;
    }

    public boolean isOutgoing() {
        return (from.get(JAVA_BYTE, 10) & 0xff) == PacketFilter.OUTGOING;
    }

    /** Number of the device. */
    public int device() {
        return from.get(JAVA_INT, 4);
    }

    public boolean isLoopback() {
        return (from.get(JAVA_SHORT, 8) & 0xffff) == PacketFilter.LOOPBACK;
    }

    /** Bytes of text in each segment that a device makes, or has made, of it; 0 if it is one segment. */
    public int segmentSize() {
        return VirtioNetHeader.gsoType(bytes, 0) == VirtioNetHeader.GSO_NONE ? 0 : VirtioNetHeader.gsoSize(bytes, 0);
    }

    /**
     * Finishes the checksum if that was left to a device.
     *
     * @param length bytes of the packet, without padding
     */
    public void finishChecksum(int length) {
        if ((VirtioNetHeader.flags(bytes, 0) & VirtioNetHeader.NEEDS_CHECKSUM) == 0) return;
        long start = VirtioNetHeader.LENGTH + VirtioNetHeader.checksumStart(bytes, 0);
        long field = start + VirtioNetHeader.checksumOffset(bytes, 0);
        int covered = (int) (offset() + length - start);
        if (covered <= 0 || field + 2 > start + covered) return;
        // the field holds the sum of the pseudo header
        Checksum.store(bytes, field, Checksum.finish(Checksum.sum(bytes, start, covered)));
    }

    /** Packets that found no room since the last call. */
    public long takeDropped() {
        var counts = arena.allocate(8, 8); // struct tpacket_stats: packets, drops
        int result = calls.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, counts, arena.allocateFrom(JAVA_INT, 8));
        return result < 0 ? 0 : counts.get(JAVA_INT, 4) & 0xffff_ffffL;
    }

    /** When no other call is under way. */
    @Override
    public void close() {
        calls.close(fd);
        arena.close();
    }
}
