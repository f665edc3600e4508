package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls of the C library with the error number of each. The result is what the function answers, or the negated
 * {@link Errno} when it fails.
 *
 * <p>Every function has the same shape to the linker, five longs and a long: a new shape costs about 5 ms when it is
 * first linked, a further function of the same shape 0.05 ms. On the 64-bit ABIs of Linux (System V, AAPCS64) an
 * argument that a function does not read does no harm, and variadic functions take integers like all others. The upper
 * half of an {@code int} result is undefined and cut off.
 *
 * <p>An object holds the memory for the error number, so it serves one thread at a time: one for the turn, one for the
 * loop. Segments passed must be native and live until the call returns.
 */
public final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = function("open");
    private static final MethodHandle CLOSE = function("close");
    private static final MethodHandle READ = function("read");
    private static final MethodHandle WRITE = function("write");
    private static final MethodHandle WRITEV = function("writev");
    private static final MethodHandle IOCTL = function("ioctl");
    private static final MethodHandle SOCKET = function("socket");
    private static final MethodHandle SEND = function("send");
    private static final MethodHandle RECV = function("recv");
    private static final MethodHandle RECVMSG = function("recvmsg");
    private static final MethodHandle BIND = function("bind");
    private static final MethodHandle CONNECT = function("connect");
    private static final MethodHandle GETSOCKNAME = function("getsockname");
    private static final MethodHandle POLL = function("poll");
    private static final MethodHandle SETSOCKOPT = function("setsockopt");
    private static final MethodHandle GETSOCKOPT = function("getsockopt");
    private static final MethodHandle EPOLL_CREATE1 = function("epoll_create1");
    private static final MethodHandle EPOLL_CTL = function("epoll_ctl");
    private static final MethodHandle EPOLL_WAIT = function("epoll_wait");
    private static final MethodHandle EVENTFD = function("eventfd");
    private static final MethodHandle TIMERFD_CREATE = function("timerfd_create");
    private static final MethodHandle TIMERFD_SETTIME = function("timerfd_settime");

    private final MemorySegment state;

    /** @param arena whose life bounds this object's */
    public SystemCalls(Arena arena) {
        state = arena.allocate(Linker.Option.captureStateLayout());
    }

    private static MethodHandle function(String name) {
        var symbol = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        return LINKER.downcallHandle(symbol, SHAPE, CAPTURE);
    }

    /** @param path ends with a zero byte */
    public int open(MemorySegment path, int flags) {
        return (int) call(OPEN, path.address(), flags, 0, 0, 0, true);
    }

    public int close(int fd) {
        return (int) call(CLOSE, fd, 0, 0, 0, 0, true);
    }

    public long read(int fd, MemorySegment target, long offset, long length) {
        return call(READ, fd, target.address() + offset, length, 0, 0, false);
    }

    public long write(int fd, MemorySegment source, long offset, long length) {
        return call(WRITE, fd, source.address() + offset, length, 0, 0, false);
    }

    /** @param vectors an array of {@code struct iovec}: address and length, 8 bytes each */
    public long writev(int fd, MemorySegment vectors, int count) {
        return call(WRITEV, fd, vectors.address(), count, 0, 0, false);
    }

    /** @param argument a value, or the address of a structure, as the request says */
    public int ioctl(int fd, long request, long argument) {
        return (int) call(IOCTL, fd, request, argument, 0, 0, true);
    }

    public int socket(int domain, int type, int protocol) {
        return (int) call(SOCKET, domain, type, protocol, 0, 0, true);
    }

    public long send(int fd, MemorySegment source, long length, int flags) {
        return call(SEND, fd, source.address(), length, flags, 0, false);
    }

    public long recv(int fd, MemorySegment target, int flags) {
        return call(RECV, fd, target.address(), target.byteSize(), flags, 0, false);
    }

    /** Blocks unless told otherwise: only on a platform thread. {@code message} is a {@code struct msghdr}. */
    public long recvmsg(int fd, MemorySegment message, int flags) {
        return call(RECVMSG, fd, message.address(), flags, 0, 0, false);
    }

    public int bind(int fd, MemorySegment address) {
        return (int) call(BIND, fd, address.address(), address.byteSize(), 0, 0, true);
    }

    public int connect(int fd, MemorySegment address) {
        return (int) call(CONNECT, fd, address.address(), address.byteSize(), 0, 0, true);
    }

    /** @param length an {@code int}: the size of {@code address}, then how much of it was filled */
    public int getsockname(int fd, MemorySegment address, MemorySegment length) {
        return (int) call(GETSOCKNAME, fd, address.address(), length.address(), 0, 0, true);
    }

    /** Blocks: only on a platform thread. {@code descriptors} is an array of {@code struct pollfd}. */
    public int poll(MemorySegment descriptors, int count, int timeoutMillis) {
        return (int) call(POLL, descriptors.address(), count, timeoutMillis, 0, 0, true);
    }

    public int setsockopt(int fd, int level, int option, MemorySegment value) {
        return (int) call(SETSOCKOPT, fd, level, option, value.address(), value.byteSize(), true);
    }

    /** @param length an {@code int}: the size of {@code value}, then how much of it was filled */
    public int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length) {
        return (int) call(GETSOCKOPT, fd, level, option, value.address(), length.address(), true);
    }

    public int epollCreate(int flags) {
        return (int) call(EPOLL_CREATE1, flags, 0, 0, 0, 0, true);
    }

    /** @param event see {@link Epoll} */
    public int epollControl(int epoll, int operation, int fd, MemorySegment event) {
        return (int) call(EPOLL_CTL, epoll, operation, fd, event.address(), 0, true);
    }

    /** Blocks: only on a platform thread. */
    public int epollWait(int epoll, MemorySegment events, int capacity, int timeoutMillis) {
        return (int) call(EPOLL_WAIT, epoll, events.address(), capacity, timeoutMillis, 0, true);
    }

    public int eventfd(int initial, int flags) {
        return (int) call(EVENTFD, initial, flags, 0, 0, 0, true);
    }

    public int timerfdCreate(int clock, int flags) {
        return (int) call(TIMERFD_CREATE, clock, flags, 0, 0, 0, true);
    }

    /** @param specification a {@code struct itimerspec}: interval and value, each seconds and nanoseconds of 8 bytes */
    public int timerfdSettime(int fd, int flags, MemorySegment specification) {
        return (int) call(TIMERFD_SETTIME, fd, flags, specification.address(), 0, 0, true);
    }

    private long call(MethodHandle function, long a, long b, long c, long d, long e, boolean isInt) {
        try {
            long result = (long) function.invokeExact(state, a, b, c, d, e);
            if (isInt) result = (int) result;
            return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
        } catch (RuntimeException | Error passed) { // the stack of a deep caller may overflow here
            throw passed;
        } catch (Throwable checked) {
            throw new AssertionError("a native call throws nothing checked", checked);
        }
    }
}
