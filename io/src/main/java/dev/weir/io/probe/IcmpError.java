package dev.weir.io.probe;

import dev.weir.io.sys.ErrorQueueSocket;
import dev.weir.wire.IcmpHeader.V4;
import dev.weir.wire.IcmpHeader.V6;
import dev.weir.wire.IpAddress;
import java.util.Optional;

/**
 * An ICMP error that came back for a packet of ours.
 *
 * @param from who sent it: a router, a filter, the destination, or this host to itself
 * @param mtu that a "too big" names, bytes; 0 otherwise
 */
public record IcmpError(IpAddress from, boolean ipv6, int type, int code, int mtu) {
    private static final int ORIGIN_ICMP = 2;
    private static final int ORIGIN_ICMPV6 = 3;

    /** What such an error means to who tries to connect. */
    public enum Meaning {
        NO_ROUTE, HOST_UNREACHABLE,
        /** Something says no: a filter. */
        PROHIBITED, PORT_UNREACHABLE, TOO_BIG, HOPS_EXCEEDED, OTHER
    }

    static Optional<IcmpError> of(ErrorQueueSocket.Message message) {
        if (message.origin() != ORIGIN_ICMP && message.origin() != ORIGIN_ICMPV6) return Optional.empty();
        return message.from().map(from -> {
            var error = new IcmpError(from, message.origin() == ORIGIN_ICMPV6, message.type(), message.code(), 0);
            return error.meaning() == Meaning.TOO_BIG
                    ? new IcmpError(from, error.ipv6, error.type, error.code, message.information()) : error;
        });
    }

    public Meaning meaning() {
        return ipv6 ? meaningIpv6() : meaningIpv4();
    }

    private Meaning meaningIpv4() {
        if (type == V4.TIME_EXCEEDED) return Meaning.HOPS_EXCEEDED;
        if (type != V4.DESTINATION_UNREACHABLE) return Meaning.OTHER;
        return switch (code) {
            case V4.UNREACHABLE_NETWORK, V4.UNREACHABLE_NETWORK_UNKNOWN,
                    V4.UNREACHABLE_NETWORK_FOR_TOS -> Meaning.NO_ROUTE;
            case V4.UNREACHABLE_HOST, V4.UNREACHABLE_HOST_UNKNOWN,
                    V4.UNREACHABLE_HOST_FOR_TOS -> Meaning.HOST_UNREACHABLE;
            case V4.UNREACHABLE_PORT, V4.UNREACHABLE_PROTOCOL -> Meaning.PORT_UNREACHABLE;
            case V4.UNREACHABLE_NETWORK_PROHIBITED, V4.UNREACHABLE_HOST_PROHIBITED,
                    V4.UNREACHABLE_COMMUNICATION_PROHIBITED -> Meaning.PROHIBITED;
            case V4.UNREACHABLE_FRAGMENTATION_NEEDED -> Meaning.TOO_BIG;
            default -> Meaning.OTHER;
        };
    }

    private Meaning meaningIpv6() {
        if (type == V6.TIME_EXCEEDED) return Meaning.HOPS_EXCEEDED;
        if (type == V6.PACKET_TOO_BIG) return Meaning.TOO_BIG;
        if (type != V6.DESTINATION_UNREACHABLE) return Meaning.OTHER;
        return switch (code) {
            case V6.UNREACHABLE_NO_ROUTE, V6.UNREACHABLE_BEYOND_SCOPE -> Meaning.NO_ROUTE;
            case V6.UNREACHABLE_ADDRESS -> Meaning.HOST_UNREACHABLE;
            case V6.UNREACHABLE_PORT -> Meaning.PORT_UNREACHABLE;
            case V6.UNREACHABLE_PROHIBITED, V6.UNREACHABLE_SOURCE_POLICY,
                    V6.UNREACHABLE_ROUTE_REJECTED -> Meaning.PROHIBITED;
            default -> Meaning.OTHER;
        };
    }

    /** {@code ICMP 3/13 (administratively prohibited) from 10.0.0.1}. */
    @Override
    public String toString() {
        return (ipv6 ? "ICMPv6 " : "ICMP ") + type + "/" + code + " (" + words() + ") from " + from;
    }

    private String words() {
        return switch (meaning()) {
            case NO_ROUTE -> "no route to the network";
            case HOST_UNREACHABLE -> "host unreachable";
            case PROHIBITED -> "administratively prohibited";
            case PORT_UNREACHABLE -> "port unreachable";
            case TOO_BIG -> "too big, the next link carries " + mtu + " bytes";
            case HOPS_EXCEEDED -> "hop limit exceeded";
            case OTHER -> "another error";
        };
    }
}
