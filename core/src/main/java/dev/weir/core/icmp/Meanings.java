package dev.weir.core.icmp;

import static dev.weir.core.ip.IcmpError.Meaning.ADMINISTRATIVELY_PROHIBITED;
import static dev.weir.core.ip.IcmpError.Meaning.HOST_UNREACHABLE;
import static dev.weir.core.ip.IcmpError.Meaning.NETWORK_UNREACHABLE;
import static dev.weir.core.ip.IcmpError.Meaning.NEXT_HEADER_UNKNOWN;
import static dev.weir.core.ip.IcmpError.Meaning.PACKET_TOO_BIG;
import static dev.weir.core.ip.IcmpError.Meaning.PARAMETER_PROBLEM;
import static dev.weir.core.ip.IcmpError.Meaning.PORT_UNREACHABLE;
import static dev.weir.core.ip.IcmpError.Meaning.PROTOCOL_UNREACHABLE;
import static dev.weir.core.ip.IcmpError.Meaning.SOURCE_ROUTE_FAILED;
import static dev.weir.core.ip.IcmpError.Meaning.TIME_EXCEEDED;

import dev.weir.core.ip.IcmpError;
import dev.weir.wire.IcmpHeader.V4;
import dev.weir.wire.IcmpHeader.V6;

/** What types and codes of both versions say (RFC 1122 3.2.2.1, RFC 1812 5.2.7.1, RFC 4443 3). */
final class Meanings {
    private Meanings() {}

    /** Null for what is no error, or one that is ignored. */
    static IcmpError.Meaning of(boolean ipv4, int type, int code) {
        return ipv4 ? ofIpv4(type, code) : ofIpv6(type, code);
    }

    private static IcmpError.Meaning ofIpv4(int type, int code) {
        return switch (type) {
            case V4.DESTINATION_UNREACHABLE -> switch (code) {
                case V4.UNREACHABLE_PROTOCOL -> PROTOCOL_UNREACHABLE;
                case V4.UNREACHABLE_PORT -> PORT_UNREACHABLE;
                case V4.UNREACHABLE_FRAGMENTATION_NEEDED -> PACKET_TOO_BIG;
                case V4.UNREACHABLE_SOURCE_ROUTE_FAILED -> SOURCE_ROUTE_FAILED;
                case V4.UNREACHABLE_NETWORK, V4.UNREACHABLE_NETWORK_UNKNOWN, V4.UNREACHABLE_NETWORK_FOR_TOS ->
                    NETWORK_UNREACHABLE;
                case V4.UNREACHABLE_NETWORK_PROHIBITED, V4.UNREACHABLE_HOST_PROHIBITED,
                        V4.UNREACHABLE_COMMUNICATION_PROHIBITED -> ADMINISTRATIVELY_PROHIBITED;
                default -> HOST_UNREACHABLE; // host unknown, isolated, precedence, and what may still be invented
            };
            case V4.TIME_EXCEEDED -> TIME_EXCEEDED;
            case V4.PARAMETER_PROBLEM -> PARAMETER_PROBLEM;
            default -> null;
        };
    }

    private static IcmpError.Meaning ofIpv6(int type, int code) {
        return switch (type) {
            case V6.DESTINATION_UNREACHABLE -> switch (code) {
                case V6.UNREACHABLE_NO_ROUTE, V6.UNREACHABLE_BEYOND_SCOPE -> NETWORK_UNREACHABLE;
                case V6.UNREACHABLE_PROHIBITED, V6.UNREACHABLE_SOURCE_POLICY, V6.UNREACHABLE_ROUTE_REJECTED ->
                    ADMINISTRATIVELY_PROHIBITED;
                case V6.UNREACHABLE_PORT -> PORT_UNREACHABLE;
                default -> HOST_UNREACHABLE;
            };
            case V6.PACKET_TOO_BIG -> PACKET_TOO_BIG;
            case V6.TIME_EXCEEDED -> TIME_EXCEEDED;
            case V6.PARAMETER_PROBLEM ->
                code == V6.PARAMETER_UNKNOWN_NEXT_HEADER ? NEXT_HEADER_UNKNOWN : PARAMETER_PROBLEM;
            default -> null;
        };
    }
}
