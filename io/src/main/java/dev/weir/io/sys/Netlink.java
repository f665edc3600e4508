package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/**
 * A conversation with the kernel about devices, addresses, routes or sockets, in the network namespace of the thread
 * that opened it. One thread at a time; a call blocks until the kernel has answered, which it does at once.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3549 RFC 3549
 */
public final class Netlink implements AutoCloseable {
    /** Families of netlink. */
    public static final int ROUTE = 0;
    public static final int SOCK_DIAG = 4;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOSE_ON_EXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int PATIENCE_SECONDS = 5;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int RECEIVE_BYTES = 1 << 16; // the kernel fills at most 32 KiB of it

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment answers = arena.allocate(RECEIVE_BYTES, 8);
    private final int fd;
    private int sequence;

    public Netlink(int family) throws IOException {
        fd = SystemCallFailed.check(calls.socket(AF_NETLINK, SOCK_RAW_CLOSE_ON_EXEC, family), "open a netlink socket");
        var patience = arena.allocate(16, 8);
        patience.set(JAVA_LONG, 0, PATIENCE_SECONDS);
        calls.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, patience);
    }

    /** For requests; its memory lives as long as this conversation. */
    public Arena arena() {
        return arena;
    }

    /** Sends a request whose only answer is that it was done. */
    public void tell(NetlinkMessage request, String what) throws SystemCallFailed {
        ask(request, what, _ -> { });
    }

    /**
     * Sends a request and hands over each answer, without its header, valid during the call only.
     *
     * @param what the request in words, for the exception
     */
    public void ask(NetlinkMessage request, String what, Consumer<MemorySegment> answer) throws SystemCallFailed {
        var bytes = request.finish(++sequence);
        SystemCallFailed.check(calls.send(fd, bytes, bytes.byteSize(), 0), what);
        boolean finished = false;
        while (!finished) {
            long received = calls.recv(fd, answers, 0);
            if (received == -Errno.EINTR) continue;
            SystemCallFailed.check(received, what);
            for (long at = 0; at + NetlinkMessage.HEADER_BYTES <= received; ) {
                int length = answers.get(JAVA_INT_UNALIGNED, at);
                if (length < NetlinkMessage.HEADER_BYTES || at + length > received) break;
                if (answers.get(JAVA_INT_UNALIGNED, at + 8) == sequence) {
                    finished |= take(answers.asSlice(at, length), what, answer);
                }
                at += (length + 3) & ~3;
            }
        }
    }

    private boolean take(MemorySegment message, String what, Consumer<MemorySegment> answer) throws SystemCallFailed {
        int type = message.get(JAVA_SHORT_UNALIGNED, 4);
        var payload = message.asSlice(NetlinkMessage.HEADER_BYTES);
        if (type == ERROR || type == DONE) {
            int error = payload.byteSize() >= 4 ? payload.get(JAVA_INT_UNALIGNED, 0) : 0;
            SystemCallFailed.check(error, what);
            return true;
        }
        answer.accept(payload);
        return false;
    }

    /** Receives the attributes of an answer. */
    @FunctionalInterface
    public interface Attributes {
        void attribute(int type, MemorySegment value);
    }

    /** Walks the attributes that follow a fixed part of {@code from} bytes. */
    public static void attributes(MemorySegment answer, long from, Attributes each) {
        for (long at = from; at + 4 <= answer.byteSize(); ) {
            int length = answer.get(JAVA_SHORT_UNALIGNED, at) & 0xffff;
            if (length < 4 || at + length > answer.byteSize()) return;
            each.attribute(answer.get(JAVA_SHORT_UNALIGNED, at + 2) & 0x3fff, answer.asSlice(at + 4, length - 4));
            at += (length + 3) & ~3;
        }
    }

    /** An attribute of 4 or 16 bytes. */
    public static IpAddress address(MemorySegment value) {
        try {
            return IpAddress.of(InetAddress.getByAddress(value.toArray(JAVA_BYTE)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + value.byteSize() + " bytes", e);
        }
    }

    @Override
    public void close() {
        calls.close(fd);
        arena.close();
    }
}
