package dev.weir.wire;

/** Numbers of the IPv4 protocol field and the IPv6 next-header field (IANA "Protocol Numbers"). */
public final class IpProtocol {
    public static final int HOP_BY_HOP = 0;
    public static final int ICMP = 1;
    /** IPv4 inside another packet (RFC 2003). */
    public static final int IPV4_ENCAPSULATION = 4;
    public static final int TCP = 6;
    public static final int UDP = 17;
    /** IPv6 inside another packet (RFC 2473, RFC 4213). */
    public static final int IPV6_ENCAPSULATION = 41;
    public static final int IPV6_ROUTING = 43;
    public static final int IPV6_FRAGMENT = 44;
    public static final int GRE = 47;
    public static final int ICMPV6 = 58;
    public static final int IPV6_NO_NEXT_HEADER = 59;
    public static final int IPV6_DESTINATION_OPTIONS = 60;
    public static final int MPLS_IN_IP = 137;

    private IpProtocol() {}
}
