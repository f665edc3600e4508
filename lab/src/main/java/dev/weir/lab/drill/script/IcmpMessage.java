package dev.weir.lab.drill.script;

import dev.weir.wire.IcmpHeader;
import java.util.HashMap;
import java.util.Map;

/**
 * An ICMP message by the names that scripts use, as it is in either version. Names of one version stand for the message
 * of the same meaning in the other; {@code type_9 code_1} stands for these very numbers.
 *
 * @param type of ICMPv4, {@code typeV6} of ICMPv6; {@link #NONE} where that version has no such message
 */
public record IcmpMessage(int type, int code, int typeV6, int codeV6) {
    public static final int NONE = -1;

    private static final Map<String, IcmpMessage> BY_NAME = new HashMap<>();

    static {
        int unreachable = IcmpHeader.V4.DESTINATION_UNREACHABLE;
        int unreachableV6 = IcmpHeader.V6.DESTINATION_UNREACHABLE;
        int noRoute = IcmpHeader.V6.UNREACHABLE_NO_ROUTE;
        int prohibited = IcmpHeader.V6.UNREACHABLE_PROHIBITED;
        int address = IcmpHeader.V6.UNREACHABLE_ADDRESS;
        int communication = IcmpHeader.V4.UNREACHABLE_COMMUNICATION_PROHIBITED;
        entry("unreachable", unreachable, 0, unreachableV6, noRoute);
        entry("unreachable net_unreachable", unreachable, 0, unreachableV6, noRoute);
        entry("unreachable no_route", unreachable, 0, unreachableV6, noRoute);
        entry("unreachable host_unreachable", unreachable, 1, unreachableV6, address);
        entry("unreachable address_unreachable", unreachable, 1, unreachableV6, address);
        entry("unreachable protocol_unreachable", unreachable, 2,
                IcmpHeader.V6.PARAMETER_PROBLEM, IcmpHeader.V6.PARAMETER_UNKNOWN_NEXT_HEADER);
        entry("unreachable port_unreachable", unreachable, 3, unreachableV6, IcmpHeader.V6.UNREACHABLE_PORT);
        entry("unreachable frag_needed", unreachable, 4, IcmpHeader.V6.PACKET_TOO_BIG, 0);
        entry("packet_too_big", unreachable, 4, IcmpHeader.V6.PACKET_TOO_BIG, 0);
        entry("unreachable source_route_failed", unreachable, 5, NONE, NONE);
        entry("unreachable net_unknown", unreachable, 6, unreachableV6, noRoute);
        entry("unreachable host_unknown", unreachable, 7, unreachableV6, address);
        entry("unreachable source_host_isolated", unreachable, 8, unreachableV6, noRoute);
        entry("unreachable net_prohibited", unreachable, 9, unreachableV6, prohibited);
        entry("unreachable host_prohibited", unreachable, 10, unreachableV6, prohibited);
        entry("unreachable net_unreachable_for_tos", unreachable, 11, unreachableV6, noRoute);
        entry("unreachable host_unreachable_for_tos", unreachable, 12, unreachableV6, address);
        entry("unreachable packet_filtered", unreachable, communication, unreachableV6, prohibited);
        entry("unreachable admin_prohibited", unreachable, communication, unreachableV6, prohibited);
        entry("unreachable precedence_violation", unreachable, 14, NONE, NONE);
        entry("unreachable precedence_cutoff", unreachable, 15, NONE, NONE);
        entry("unreachable not_neighbour", NONE, NONE, unreachableV6, IcmpHeader.V6.UNREACHABLE_BEYOND_SCOPE);
        entry("unreachable policy_fail", NONE, NONE, unreachableV6, IcmpHeader.V6.UNREACHABLE_SOURCE_POLICY);
        entry("unreachable reject_route", NONE, NONE, unreachableV6, IcmpHeader.V6.UNREACHABLE_ROUTE_REJECTED);
        int exceeded = IcmpHeader.V4.TIME_EXCEEDED;
        int exceededV6 = IcmpHeader.V6.TIME_EXCEEDED;
        entry("time_exceeded", exceeded, 0, exceededV6, 0);
        entry("time_exceeded ttl_exceeded_in_transit", exceeded, 0, exceededV6, 0);
        entry("time_exceeded exceeded_hop_limit", exceeded, 0, exceededV6, 0);
        entry("time_exceeded frag_reass_exceeded", exceeded, 1, exceededV6, 1);
        entry("time_exceeded exceeded_frag_time", exceeded, 1, exceededV6, 1);
        int problem = IcmpHeader.V4.PARAMETER_PROBLEM;
        int problemV6 = IcmpHeader.V6.PARAMETER_PROBLEM;
        entry("parameter_problem", problem, 0, problemV6, 0);
        entry("parameter_problem header_field", problem, 0, problemV6, 0);
        entry("parameter_problem unknown_next_header", NONE, NONE, problemV6, 1);
        entry("parameter_problem unknown_option", NONE, NONE, problemV6, 2);
        entry("source_quench", IcmpHeader.V4.SOURCE_QUENCH, 0, NONE, NONE);
        entry("redirect", IcmpHeader.V4.REDIRECT, 0, IcmpHeader.V6.REDIRECT, 0);
        entry("echo_request", IcmpHeader.V4.ECHO_REQUEST, 0, IcmpHeader.V6.ECHO_REQUEST, 0);
        entry("echo_reply", IcmpHeader.V4.ECHO_REPLY, 0, IcmpHeader.V6.ECHO_REPLY, 0);
        entry("router_advertisement", 9, 0, 134, 0);
        entry("router_solicitation", 10, 0, 133, 0);
        entry("neighbor_solicitation", NONE, NONE, 135, 0);
        entry("neighbor_advertisement", NONE, NONE, 136, 0);
        entry("timestamp_request", IcmpHeader.V4.TIMESTAMP_REQUEST, 0, NONE, NONE);
        entry("timestamp_reply", IcmpHeader.V4.TIMESTAMP_REPLY, 0, NONE, NONE);
        entry("information_request", 15, 0, NONE, NONE);
        entry("information_reply", 16, 0, NONE, NONE);
        entry("address_mask_request", 17, 0, NONE, NONE);
        entry("address_mask_reply", 18, 0, NONE, NONE);
    }

    private static void entry(String name, int type, int code, int typeV6, int codeV6) {
        BY_NAME.put(name, new IcmpMessage(type, code, typeV6, codeV6));
    }

    public static boolean isKnown(String type, String code) {
        return named(type, code) != null;
    }

    /** Null for an unknown name. */
    public static IcmpMessage named(String type, String code) {
        IcmpMessage known = BY_NAME.get((type + " " + code).strip());
        if (known != null) return known;
        int codeNumber = code.isEmpty() ? 0 : number("code_", code);
        int typeNumber = number("type_", type);
        if (codeNumber == NONE) return null;
        if (typeNumber != NONE) return new IcmpMessage(typeNumber, codeNumber, typeNumber, codeNumber);
        IcmpMessage ofType = BY_NAME.get(type);
        if (ofType == null) return null;
        return new IcmpMessage(ofType.type, codeNumber, ofType.typeV6, ofType.typeV6 == NONE ? NONE : codeNumber);
    }

    private static int number(String prefix, String name) {
        return name.matches(prefix + "\\d{1,3}") ? Integer.parseInt(name.substring(prefix.length())) & 0xff : NONE;
    }

    public boolean existsIn(int ipVersion) {
        return (ipVersion == 4 ? type : typeV6) != NONE;
    }
}
