package dev.weir.lab.matrix.icmp;

import java.util.Arrays;
import java.util.List;

/**
 * ICMP errors as RFC 9293 3.9.2.2 sorts them. Where it says nothing (codes that came later), RFC 1122 3.2.2.1 and
 * RFC 1812 5.2.7.1 say what is unreachable.
 */
enum Message {
    NET_UNREACHABLE("unreachable net_unreachable", Kind.SOFT, "NETWORK_UNREACHABLE", "ENETUNREACH", Version.BOTH),
    HOST_UNREACHABLE("unreachable host_unreachable", Kind.SOFT, "HOST_UNREACHABLE", "EHOSTUNREACH", Version.BOTH),
    PROTOCOL_UNREACHABLE("unreachable protocol_unreachable", Kind.HARD, "PROTOCOL_UNREACHABLE", "ENOPROTOOPT",
            Version.IPV4),
    PORT_UNREACHABLE("unreachable port_unreachable", Kind.HARD, "PORT_UNREACHABLE", "ECONNREFUSED", Version.BOTH),
    FRAG_NEEDED("unreachable frag_needed mtu %d", Kind.TOO_BIG, "", "", Version.BOTH),
    SOURCE_ROUTE_FAILED("unreachable source_route_failed", Kind.SOFT, "NETWORK_UNREACHABLE", "ENETUNREACH",
            Version.IPV4),
    NET_UNKNOWN("unreachable net_unknown", Kind.SOFT, "NETWORK_UNREACHABLE", "ENETUNREACH", Version.BOTH),
    HOST_UNKNOWN("unreachable host_unknown", Kind.SOFT, "HOST_UNREACHABLE", "EHOSTUNREACH", Version.BOTH),
    SOURCE_HOST_ISOLATED("unreachable source_host_isolated", Kind.SOFT, "HOST_UNREACHABLE", "EHOSTUNREACH",
            Version.IPV4),
    NET_PROHIBITED("unreachable net_prohibited", Kind.SOFT, "ADMINISTRATIVELY_PROHIBITED", "EHOSTUNREACH",
            Version.BOTH),
    HOST_PROHIBITED("unreachable host_prohibited", Kind.SOFT, "ADMINISTRATIVELY_PROHIBITED", "EHOSTUNREACH",
            Version.BOTH),
    NET_FOR_TOS("unreachable net_unreachable_for_tos", Kind.SOFT, "NETWORK_UNREACHABLE", "ENETUNREACH", Version.BOTH),
    HOST_FOR_TOS("unreachable host_unreachable_for_tos", Kind.SOFT, "HOST_UNREACHABLE", "EHOSTUNREACH", Version.BOTH),
    ADMIN_PROHIBITED("unreachable admin_prohibited", Kind.SOFT, "ADMINISTRATIVELY_PROHIBITED", "EHOSTUNREACH",
            Version.BOTH),
    PRECEDENCE_VIOLATION("unreachable precedence_violation", Kind.SOFT, "HOST_UNREACHABLE", "EHOSTUNREACH",
            Version.IPV4),
    PRECEDENCE_CUTOFF("unreachable precedence_cutoff", Kind.SOFT, "HOST_UNREACHABLE", "EHOSTUNREACH", Version.IPV4),
    TIME_EXCEEDED("time_exceeded", Kind.TRANSIENT, "HOST_UNREACHABLE", "", Version.BOTH),
    PARAMETER_PROBLEM("parameter_problem", Kind.TRANSIENT, "HOST_UNREACHABLE", "", Version.BOTH),
    NOT_NEIGHBOUR("unreachable not_neighbour", Kind.SOFT, "NETWORK_UNREACHABLE", "ENETUNREACH", Version.IPV6),
    POLICY_FAIL("unreachable policy_fail", Kind.SOFT, "ADMINISTRATIVELY_PROHIBITED", "EHOSTUNREACH", Version.IPV6),
    REJECT_ROUTE("unreachable reject_route", Kind.SOFT, "ADMINISTRATIVELY_PROHIBITED", "EHOSTUNREACH", Version.IPV6),
    REASSEMBLY_TIME_EXCEEDED("time_exceeded frag_reass_exceeded", Kind.TRANSIENT, "HOST_UNREACHABLE", "", Version.BOTH),
    /** Soft, says RFC 9293; yet no host goes on trying to connect. */
    UNKNOWN_NEXT_HEADER("parameter_problem unknown_next_header", Kind.SOFT, "PROTOCOL_UNREACHABLE", "ENOPROTOOPT",
            Version.IPV6),
    UNKNOWN_OPTION("parameter_problem unknown_option", Kind.TRANSIENT, "HOST_UNREACHABLE", "", Version.IPV6),
    SOURCE_QUENCH("source_quench", Kind.QUENCH, "", "", Version.IPV4);

    /** What the RFC makes of them. */
    enum Kind {
        /** Unreachable 0, 1, 5 and the like: MUST NOT abort (MUST-56). */
        SOFT,
        /** Time exceeded, parameter problem: soft, and no host says that a peer cannot be reached by them. */
        TRANSIENT,
        /** Unreachable 2 and 3: SHOULD abort (SHLD-26). */
        HARD,
        /** Unreachable 4, ICMPv6 "packet too big": RFC 1191, RFC 8201. */
        TOO_BIG,
        /** MUST be discarded (MUST-55). */
        QUENCH
    }

    /** Where there is such a message. */
    enum Version { BOTH, IPV4, IPV6 }

    final String text;
    final Kind kind;
    final String reason;
    final String errno;
    final Version version;

    Message(String text, Kind kind, String reason, String errno, Version version) {
        this.text = text;
        this.kind = kind;
        this.reason = reason;
        this.errno = errno;
        this.version = version;
    }

    static List<Message> of(Version version) {
        return Arrays.stream(values()).filter(message -> message.version == version).toList();
    }
}
