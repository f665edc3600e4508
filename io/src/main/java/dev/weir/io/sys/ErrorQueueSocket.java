package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A socket that is told which ICMP messages came back, from whom, and what they said (IP_RECVERR, ip(7)): the error
 * number alone hides that. Needs no privilege; since Linux 5.9 a connecting TCP socket is told as well. Never blocks but
 * in {@link #await}. One thread at a time.
 */
public final class ErrorQueueSocket implements AutoCloseable {
    public static final int IN = 1;
    public static final int OUT = 4;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int NONBLOCKING_CLOSE_ON_EXEC = 0x800 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int MSG_NOSIGNAL = 0x4000;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SOL_IP = 0;
    private static final int IP_TTL = 2;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_RECVERR = 11;
    private static final int IP_MTU = 14;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int IPV6_MTU = 24;
    private static final int IPV6_RECVERR = 25;
    private static final int PMTUDISC_PROBE = 3;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_MAXSEG = 2;
    private static final int TCP_INFO = 11;

    private static final int MESSAGE_BYTES = 56; // struct msghdr
    private static final int CONTROL_BYTES = 256;
    private static final int CONTROL_HEADER_BYTES = 16;
    private static final int EXTENDED_ERROR_BYTES = 16; // struct sock_extended_err, then the offender's sockaddr
    private static final int SOCKADDR_BYTES = 28;
    private static final int QUOTED_BYTES = 576;
    private static final int INFO_BYTES = 512;
    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final boolean ipv6;
    private final int fd;

    /**
     * What the error queue told.
     *
     * @param origin 1 this host itself, 2 ICMPv4, 3 ICMPv6
     * @param information of "too big": the MTU
     * @param from who sent it; empty if it is not said
     */
    public record Message(int errno, int origin, int type, int code, int information, Optional<IpAddress> from) {}

    private ErrorQueueSocket(boolean ipv6, int type, int protocol) throws SystemCallFailed {
        this.ipv6 = ipv6;
        int opened = calls.socket(ipv6 ? AF_INET6 : AF_INET, type | NONBLOCKING_CLOSE_ON_EXEC, protocol);
        if (opened < 0) arena.close();
        fd = SystemCallFailed.check(opened, "open a socket");
        set(ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_RECVERR : IP_RECVERR, 1);
    }

    public static ErrorQueueSocket tcp(boolean ipv6) throws SystemCallFailed {
        return new ErrorQueueSocket(ipv6, SOCK_STREAM, IpProtocol.TCP);
    }

    public static ErrorQueueSocket udp(boolean ipv6) throws SystemCallFailed {
        return new ErrorQueueSocket(ipv6, SOCK_DGRAM, IpProtocol.UDP);
    }

    private int set(int level, int option, int value) {
        return calls.setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value));
    }

    /** @param hops 1..255 */
    public void hopLimit(int hops) {
        set(ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_UNICAST_HOPS : IP_TTL, hops);
    }

    /** Never fragments, and sends what the device can carry whatever is known of the path. */
    public void probeMtu() {
        set(ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, PMTUDISC_PROBE);
    }

    /** The largest segment to announce, and to send: before {@link #connect}. */
    public void maximumSegment(int bytes) {
        set(IpProtocol.TCP, TCP_MAXSEG, bytes);
    }

    /** @return 0, or the negated error number */
    public int bind(int port) {
        return calls.bind(fd, address(null, port));
    }

    /** @return 0, or the negated error number; -EINPROGRESS if the answer is still to come */
    public int connect(InetSocketAddress to) {
        return calls.connect(fd, address(to.getAddress(), to.getPort()));
    }

    private MemorySegment address(InetAddress address, int port) {
        var structure = arena.allocate(ipv6 ? SOCKADDR_BYTES : 16, 8);
        structure.set(JAVA_SHORT, 0, (short) (ipv6 ? AF_INET6 : AF_INET));
        structure.set(PORT, 2, (short) port);
        if (address == null) return structure;
        byte[] bytes = address.getAddress();
        MemorySegment.copy(bytes, 0, structure, JAVA_BYTE, ipv6 ? 8 : 4, bytes.length);
        if (address instanceof java.net.Inet6Address scoped) structure.set(JAVA_INT, 24, scoped.getScopeId());
        return structure;
    }

    /** Small segments go at once. */
    public void withoutNagle() {
        set(IpProtocol.TCP, TCP_NODELAY, 1);
    }

    /**
     * Sends what is behind {@code offset}.
     *
     * @return bytes taken, or the negated error number
     */
    public long send(byte[] bytes, int offset) {
        int length = bytes.length - offset;
        try (var scratch = Arena.ofConfined()) {
            var memory = scratch.allocate(Math.max(1, length));
            MemorySegment.copy(bytes, offset, memory, JAVA_BYTE, 0, length);
            return calls.send(fd, memory, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
    }

    /** @return bytes received, 0 at the end, or the negated error number */
    public long receive(byte[] target) {
        try (var scratch = Arena.ofConfined()) {
            var memory = scratch.allocate(target.length);
            long received = calls.recv(fd, memory, MSG_DONTWAIT);
            if (received > 0) MemorySegment.copy(memory, JAVA_BYTE, 0, target, 0, (int) received);
            return received;
        }
    }

    /** Waits for one of {@code events}, or for an error: blocks, only on a platform thread. False: there was none. */
    public boolean await(int events, long timeoutNanos) {
        var descriptor = arena.allocate(8, 8);
        descriptor.set(JAVA_INT, 0, fd);
        descriptor.set(JAVA_SHORT, 4, (short) events);
        long deadline = System.nanoTime() + timeoutNanos;
        while (true) {
            long left = Math.max(0, deadline - System.nanoTime());
            int ready = calls.poll(descriptor, 1, (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000));
            if (ready > 0) return true;
            if (ready == 0 || ready != -Errno.EINTR) return false;
        }
    }

    /** The pending error of the socket, which is forgotten thereby; 0 if there is none. */
    public int takeError() {
        var value = arena.allocate(4, 4);
        calls.getsockopt(fd, SOL_SOCKET, SO_ERROR, value, arena.allocateFrom(JAVA_INT, 4));
        return value.get(JAVA_INT, 0);
    }

    /** The next ICMP message, or error of this host's own, that was queued. */
    public Optional<Message> takeMessage() {
        var message = arena.allocate(MESSAGE_BYTES, 8);
        var control = arena.allocate(CONTROL_BYTES, 8);
        var quoted = arena.allocate(QUOTED_BYTES, 8);
        var vector = arena.allocate(16, 8);
        vector.set(JAVA_LONG, 0, quoted.address());
        vector.set(JAVA_LONG, 8, QUOTED_BYTES);
        message.set(JAVA_LONG, 16, vector.address());
        message.set(JAVA_LONG, 24, 1);
        message.set(JAVA_LONG, 32, control.address());
        message.set(JAVA_LONG, 40, CONTROL_BYTES);
        if (calls.recvmsg(fd, message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return Optional.empty();
        long end = message.get(JAVA_LONG, 40);
        for (long at = 0; at + CONTROL_HEADER_BYTES <= end; ) {
            long size = control.get(JAVA_LONG, at);
            if (size < CONTROL_HEADER_BYTES) break;
            int level = control.get(JAVA_INT, at + 8);
            int type = control.get(JAVA_INT, at + 12);
            if (level == SOL_IP && type == IP_RECVERR || level == SOL_IPV6 && type == IPV6_RECVERR) {
                return Optional.of(read(control.asSlice(at + CONTROL_HEADER_BYTES, size - CONTROL_HEADER_BYTES)));
            }
            at += size + 7 & ~7;
        }
        return Optional.empty();
    }

    private static Message read(MemorySegment error) {
        return new Message(error.get(JAVA_INT, 0), error.get(JAVA_BYTE, 4), error.get(JAVA_BYTE, 5) & 0xff,
                error.get(JAVA_BYTE, 6) & 0xff, error.get(JAVA_INT, 8), offender(error));
    }

    private static Optional<IpAddress> offender(MemorySegment error) {
        if (error.byteSize() < EXTENDED_ERROR_BYTES + 16) return Optional.empty();
        int family = error.get(JAVA_SHORT, EXTENDED_ERROR_BYTES);
        if (family == AF_INET) return Optional.of(Netlink.address(error.asSlice(EXTENDED_ERROR_BYTES + 4, 4)));
        if (family == AF_INET6) return Optional.of(Netlink.address(error.asSlice(EXTENDED_ERROR_BYTES + 8, 16)));
        return Optional.empty();
    }

    /** {@code struct tcp_info}, as long as the kernel knows it. */
    public MemorySegment tcpInfo() {
        var info = arena.allocate(INFO_BYTES, 8);
        var length = arena.allocateFrom(JAVA_INT, INFO_BYTES);
        int result = calls.getsockopt(fd, IpProtocol.TCP, TCP_INFO, info, length);
        return result < 0 ? info.asSlice(0, 0) : info.asSlice(0, length.get(JAVA_INT, 0));
    }

    /** What the kernel believes that the path carries, bytes; only when connected. */
    public OptionalInt pathMtu() {
        var value = arena.allocate(4, 4);
        int result = calls.getsockopt(fd, ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_MTU : IP_MTU, value,
                arena.allocateFrom(JAVA_INT, 4));
        return result < 0 ? OptionalInt.empty() : OptionalInt.of(value.get(JAVA_INT, 0));
    }

    /** Our end; empty if the kernel has chosen none. */
    public Optional<InetSocketAddress> local() {
        var address = arena.allocate(SOCKADDR_BYTES, 8);
        if (calls.getsockname(fd, address, arena.allocateFrom(JAVA_INT, SOCKADDR_BYTES)) < 0) return Optional.empty();
        byte[] bytes = address.asSlice(ipv6 ? 8 : 4, ipv6 ? 16 : 4).toArray(JAVA_BYTE);
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), address.get(PORT, 2) & 0xffff));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always an address", e);
        }
    }

    @Override
    public void close() {
        calls.close(fd);
        arena.close();
    }
}
