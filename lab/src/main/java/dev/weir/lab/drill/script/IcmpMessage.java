package dev.weir.lab.drill.script;

import dev.weir.wire.IcmpHeader;
import java.util.Map;

/**
 * ICMP errors by the names that scripts use, as they are in either version.
 *
 * @param type of ICMPv4, {@code typeV6} of ICMPv6; {@link #NONE} where that version has no such message
 */
public record IcmpMessage(int type, int code, int typeV6, int codeV6) {
    public static final int NONE = -1;

    private static final int UNREACHABLE = IcmpHeader.V4.DESTINATION_UNREACHABLE;
    private static final int UNREACHABLE_V6 = IcmpHeader.V6.DESTINATION_UNREACHABLE;

    private static final Map<String, IcmpMessage> BY_NAME = Map.ofEntries(
            Map.entry("unreachable net_unreachable", unreachable(
                    IcmpHeader.V4.UNREACHABLE_NETWORK, IcmpHeader.V6.UNREACHABLE_NO_ROUTE)),
            Map.entry("unreachable host_unreachable", unreachable(
                    IcmpHeader.V4.UNREACHABLE_HOST, IcmpHeader.V6.UNREACHABLE_ADDRESS)),
            Map.entry("unreachable port_unreachable", unreachable(
                    IcmpHeader.V4.UNREACHABLE_PORT, IcmpHeader.V6.UNREACHABLE_PORT)),
            Map.entry("unreachable admin_prohibited", unreachable(
                    IcmpHeader.V4.UNREACHABLE_COMMUNICATION_PROHIBITED, IcmpHeader.V6.UNREACHABLE_PROHIBITED)),
            Map.entry("unreachable protocol_unreachable", new IcmpMessage(
                    UNREACHABLE, IcmpHeader.V4.UNREACHABLE_PROTOCOL,
                    IcmpHeader.V6.PARAMETER_PROBLEM, IcmpHeader.V6.PARAMETER_UNKNOWN_NEXT_HEADER)),
            Map.entry("unreachable frag_needed", new IcmpMessage(
                    UNREACHABLE, IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED, IcmpHeader.V6.PACKET_TOO_BIG, 0)),
            Map.entry("unreachable source_route_failed", unreachable(
                    IcmpHeader.V4.UNREACHABLE_SOURCE_ROUTE_FAILED, NONE)),
            Map.entry("time_exceeded", new IcmpMessage(
                    IcmpHeader.V4.TIME_EXCEEDED, IcmpHeader.V4.TIME_EXCEEDED_IN_TRANSIT,
                    IcmpHeader.V6.TIME_EXCEEDED, IcmpHeader.V6.TIME_EXCEEDED_IN_TRANSIT)),
            Map.entry("parameter_problem", new IcmpMessage(IcmpHeader.V4.PARAMETER_PROBLEM, 0,
                    IcmpHeader.V6.PARAMETER_PROBLEM, IcmpHeader.V6.PARAMETER_BAD_HEADER_FIELD)),
            Map.entry("source_quench", new IcmpMessage(IcmpHeader.V4.SOURCE_QUENCH, 0, NONE, NONE)));

    private static IcmpMessage unreachable(int code, int codeV6) {
        return new IcmpMessage(UNREACHABLE, code, codeV6 == NONE ? NONE : UNREACHABLE_V6, codeV6);
    }

    public static boolean isKnown(String type, String code) {
        return BY_NAME.containsKey((type + " " + code).strip());
    }

    public static IcmpMessage named(String type, String code) {
        return BY_NAME.get((type + " " + code).strip());
    }

    public boolean existsIn(int ipVersion) {
        return ipVersion == 4 || typeV6 != NONE;
    }
}
