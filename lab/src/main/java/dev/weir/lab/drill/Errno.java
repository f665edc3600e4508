package dev.weir.lab.drill;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.CallRefused;

/** Error numbers of Linux, and what of ours they stand for. */
enum Errno {
    EAGAIN(11),
    EBADF(9),
    EINVAL(22),
    EPIPE(32),
    EOPNOTSUPP(95),
    EADDRINUSE(98),
    EADDRNOTAVAIL(99),
    ENETDOWN(100),
    ENETUNREACH(101),
    ECONNABORTED(103),
    ECONNRESET(104),
    ENOBUFS(105),
    EISCONN(106),
    ENOTCONN(107),
    ETIMEDOUT(110),
    ECONNREFUSED(111),
    EHOSTUNREACH(113),
    EALREADY(114),
    EINPROGRESS(115),
    ENOPROTOOPT(92);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** What the application is told about a connection that ended so; null after an orderly end. */
    static Errno of(CloseReason reason) {
        return switch (reason) {
            case NONE, CLOSED -> null;
            case REFUSED, PORT_UNREACHABLE -> ECONNREFUSED;
            case RESET_BY_PEER -> ECONNRESET;
            case ABORTED, ABORTED_UNREAD_DATA, INTERNAL_ERROR -> ECONNABORTED;
            case CONNECT_TIMED_OUT, RETRANSMISSION_TIMED_OUT, USER_TIMED_OUT, KEEP_ALIVE_TIMED_OUT,
                    FIN_WAIT_2_TIMED_OUT -> ETIMEDOUT;
            case NETWORK_UNREACHABLE -> ENETUNREACH;
            case HOST_UNREACHABLE, ADMINISTRATIVELY_PROHIBITED -> EHOSTUNREACH;
            case PROTOCOL_UNREACHABLE -> ENOPROTOOPT;
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
}
