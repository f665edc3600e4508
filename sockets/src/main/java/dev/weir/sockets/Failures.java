package dev.weir.sockets;

import dev.weir.core.event.CloseReason;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.udp.UdpRefused;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;

/** The one place where answers of the engine become exceptions, in the words that the JDK has on Linux. */
final class Failures {
    static final String CLOSED = "Socket closed";
    static final String RESET = "Connection reset";
    static final String BROKEN_PIPE = "Broken pipe";

    private static final String IN_USE = "Address already in use";
    private static final String NO_PROTOCOL = "Protocol not available";
    private static final String REFUSED = "Connection refused";
    private static final String TIMED_OUT = "Connection timed out";
    private static final String NETWORK_UNREACHABLE = "Network is unreachable";
    private static final String NO_ROUTE_TO_HOST = "No route to host";
    private static final String NOT_AVAILABLE = "Cannot assign requested address";
    private static final String STACK_CLOSED = "Network is down";

    private Failures() {}

    static SocketException closed() {
        return new SocketException(CLOSED);
    }

    static SocketException stackClosed() {
        return new SocketException(STACK_CLOSED);
    }

    /** Of bind, listen, connect and options. */
    static SocketException refused(CallRefused refused) {
        return switch (refused.why()) {
            case ADDRESS_IN_USE -> new BindException(IN_USE);
            case ADDRESS_NOT_AVAILABLE, NO_FREE_PORT, CONNECTION_EXISTS -> new BindException(NOT_AVAILABLE);
            case INVALID_DESTINATION, NO_ROUTE -> new SocketException(NETWORK_UNREACHABLE);
            case CONNECTION_CLOSING -> new SocketException(BROKEN_PIPE);
            case NOT_CONNECTED -> new SocketException("Socket is not connected");
            case TOO_MANY_CONNECTIONS -> new SocketException("No buffer space available");
            case STACK_CLOSED -> stackClosed();
        };
    }

    /** Of datagram sockets. */
    static SocketException refused(UdpRefused refused) {
        return switch (refused.why()) {
            case ADDRESS_IN_USE -> new BindException(IN_USE);
            case ADDRESS_NOT_AVAILABLE, NO_FREE_PORT -> new BindException(NOT_AVAILABLE);
            case INVALID_DESTINATION, NO_ROUTE -> new SocketException(NETWORK_UNREACHABLE);
            case TOO_LONG -> new SocketException("Message too long");
            case CLOSED -> closed();
        };
    }

    /** What ICMP said about a connected datagram socket's datagrams; null for what may pass (RFC 1122 4.1.3.3). */
    static SocketException ofDatagrams(IcmpError.Meaning meaning) {
        return switch (meaning) {
            case PORT_UNREACHABLE -> new PortUnreachableException(); // without a message, as the JDK's
            case PROTOCOL_UNREACHABLE, NEXT_HEADER_UNKNOWN -> new SocketException(NO_PROTOCOL);
            case ADMINISTRATIVELY_PROHIBITED -> new NoRouteToHostException(NO_ROUTE_TO_HOST);
            case NETWORK_UNREACHABLE, HOST_UNREACHABLE, PACKET_TOO_BIG, SOURCE_ROUTE_FAILED, TIME_EXCEEDED,
                    PARAMETER_PROBLEM -> null;
        };
    }

    /** Why a connection could not be established. */
    static SocketException ofConnect(CloseReason reason) {
        return switch (reason) {
            case REFUSED, PORT_UNREACHABLE -> new ConnectException(REFUSED);
            case CONNECT_TIMED_OUT, RETRANSMISSION_TIMED_OUT, USER_TIMED_OUT, KEEP_ALIVE_TIMED_OUT ->
                new ConnectException(TIMED_OUT);
            case HOST_UNREACHABLE, ADMINISTRATIVELY_PROHIBITED -> new NoRouteToHostException(NO_ROUTE_TO_HOST);
            default -> new SocketException(text(reason));
        };
    }

    /** How a read or write fails first after the connection ended; the JDK has one class for all of them. */
    static SocketException ofEnded(CloseReason reason) {
        return new SocketException(text(reason));
    }

    private static String text(CloseReason reason) {
        return switch (reason) {
            case REFUSED, PORT_UNREACHABLE -> REFUSED;
            case RESET_BY_PEER -> "Connection reset by peer";
            case CONNECT_TIMED_OUT, RETRANSMISSION_TIMED_OUT, USER_TIMED_OUT, KEEP_ALIVE_TIMED_OUT -> TIMED_OUT;
            case NETWORK_UNREACHABLE -> NETWORK_UNREACHABLE;
            case HOST_UNREACHABLE, ADMINISTRATIVELY_PROHIBITED -> NO_ROUTE_TO_HOST;
            case PROTOCOL_UNREACHABLE -> NO_PROTOCOL;
            case STACK_CLOSED -> STACK_CLOSED;
            case ABORTED, ABORTED_UNREAD_DATA, ADDRESS_REMOVED, INTERNAL_ERROR -> "Software caused connection abort";
            case NONE, CLOSED, FIN_WAIT_2_TIMED_OUT -> BROKEN_PIPE;
        };
    }
}
