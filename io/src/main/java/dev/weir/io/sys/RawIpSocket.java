package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.wire.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sends whole IP packets to one address (raw(7)); needs CAP_NET_RAW. One thread at a time. */
public final class RawIpSocket implements AutoCloseable {
    private static final int SOCK_RAW_CLOSE_ON_EXEC = 3 | 0x80000;
    private static final int IPPROTO_RAW = 255; // the caller writes the IP header

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final int fd;

    public RawIpSocket(IpAddress to) throws SystemCallFailed {
        int opened = calls.socket(NetworkDevice.family(to), SOCK_RAW_CLOSE_ON_EXEC, IPPROTO_RAW);
        if (opened < 0) arena.close();
        fd = SystemCallFailed.check(opened, "open a raw socket");
        var address = arena.allocate(to.isIpv4() ? 16 : 28, 8);
        address.set(JAVA_SHORT, 0, (short) NetworkDevice.family(to));
        byte[] bytes = to.toInetAddress().getAddress();
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, to.isIpv4() ? 4 : 8, bytes.length);
        int connected = calls.connect(fd, address);
        if (connected < 0) {
            close();
            throw new SystemCallFailed("send packets to " + to, -connected);
        }
    }

    /** @param packet native memory: IP header, transport header, text */
    public void send(MemorySegment packet) throws SystemCallFailed {
        SystemCallFailed.check(calls.send(fd, packet, packet.byteSize(), 0), "send a packet");
    }

    @Override
    public void close() {
        calls.close(fd);
        arena.close();
    }
}
