package dev.weir.lab.drill.shim;

import dev.weir.core.event.CloseReason;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.udp.UdpRefused;

/** Error numbers, and what of ours they stand for. */
enum Errno {
    EPERM(1, 1),
    ENOENT(2, 2),
    EINTR(4, 4),
    EBADF(9, 9),
    EAGAIN(11, 35),
    EFAULT(14, 14),
    EINVAL(22, 22),
    EPIPE(32, 32),
    EDOM(33, 33),
    ENOMSG(42, 83),
    EALREADY(114, 37),
    EINPROGRESS(115, 36),
    ENOTSOCK(88, 38),
    EDESTADDRREQ(89, 39),
    EMSGSIZE(90, 40),
    ENOPROTOOPT(92, 42),
    EOPNOTSUPP(95, 45),
    EAFNOSUPPORT(97, 47),
    EADDRINUSE(98, 48),
    EADDRNOTAVAIL(99, 49),
    ENETDOWN(100, 50),
    ENETUNREACH(101, 51),
    ECONNABORTED(103, 53),
    ECONNRESET(104, 54),
    ENOBUFS(105, 55),
    EISCONN(106, 56),
    ENOTCONN(107, 57),
    ETIMEDOUT(110, 60),
    ECONNREFUSED(111, 61),
    EHOSTDOWN(112, 64),
    EHOSTUNREACH(113, 65),
    EEXIST(17, 17);

    private final int linux;
    private final int freebsd;

    Errno(int linux, int freebsd) {
        this.linux = linux;
        this.freebsd = freebsd;
    }

    int number(Platform platform) {
        return platform.isLinux() ? linux : freebsd;
    }

    /** What the application is told about a connection that ended so; null after an orderly end. */
    static Errno of(CloseReason reason, Platform platform) {
        return switch (reason) {
            case NONE, CLOSED -> null;
            case REFUSED, PORT_UNREACHABLE -> ECONNREFUSED;
            case RESET_BY_PEER -> ECONNRESET;
            case ABORTED, ABORTED_UNREAD_DATA, INTERNAL_ERROR -> ECONNABORTED;
            case CONNECT_TIMED_OUT, RETRANSMISSION_TIMED_OUT, USER_TIMED_OUT, KEEP_ALIVE_TIMED_OUT,
                    FIN_WAIT_2_TIMED_OUT -> ETIMEDOUT;
            case NETWORK_UNREACHABLE -> platform.isLinux() ? ENETUNREACH : EHOSTUNREACH;
            case HOST_UNREACHABLE -> EHOSTUNREACH;
            case ADMINISTRATIVELY_PROHIBITED -> platform.isLinux() ? EHOSTUNREACH : ECONNREFUSED;
            case PROTOCOL_UNREACHABLE -> platform.isLinux() ? ENOPROTOOPT : ECONNREFUSED;
            case ADDRESS_REMOVED -> EADDRNOTAVAIL;
            case STACK_CLOSED -> ENETDOWN;
        };
    }

    static Errno of(CallRefused.Why why) {
        return switch (why) {
            case ADDRESS_IN_USE -> EADDRINUSE;
            case ADDRESS_NOT_AVAILABLE, NO_FREE_PORT, CONNECTION_EXISTS -> EADDRNOTAVAIL;
            case INVALID_DESTINATION, NO_ROUTE -> ENETUNREACH;
            case CONNECTION_CLOSING -> EPIPE;
            case NOT_CONNECTED -> ENOTCONN;
            case TOO_MANY_CONNECTIONS -> ENOBUFS;
            case STACK_CLOSED -> ENETDOWN;
        };
    }

    static Errno of(UdpRefused.Why why) {
        return switch (why) {
            case ADDRESS_IN_USE -> EADDRINUSE;
            case ADDRESS_NOT_AVAILABLE, NO_FREE_PORT -> EADDRNOTAVAIL;
            case INVALID_DESTINATION, NO_ROUTE -> ENETUNREACH;
            case TOO_LONG -> EMSGSIZE;
            case CLOSED -> EBADF;
        };
    }

    static Errno of(IcmpError.Meaning meaning) {
        return switch (meaning) {
            case PORT_UNREACHABLE -> ECONNREFUSED;
            case PROTOCOL_UNREACHABLE -> ENOPROTOOPT;
            case NETWORK_UNREACHABLE -> ENETUNREACH;
            case PACKET_TOO_BIG -> EMSGSIZE;
            default -> EHOSTUNREACH;
        };
    }
}
