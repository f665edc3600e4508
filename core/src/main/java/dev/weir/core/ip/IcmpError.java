package dev.weir.core.ip;

import dev.weir.wire.IpAddress;
import java.lang.foreign.MemorySegment;

/**
 * An ICMP or ICMPv6 error, its meaning, and the packet that it quotes.
 *
 * @param meaning what it says, the same for both versions
 * @param reporter who sent it: the peer, or a router on the way
 * @param source the quoted packet's source: one of our addresses
 * @param destination the quoted packet's destination
 * @param quote the bytes that hold the quoted transport header
 * @param transportOffset where it begins in {@code quote}
 * @param transportLength how many of its bytes were quoted, at least 8
 * @param mtu next-hop MTU of "packet too big", 0 where the router did not say
 */
public record IcmpError(
        Meaning meaning,
        int type,
        int code,
        IpAddress reporter,
        IpAddress source,
        IpAddress destination,
        MemorySegment quote,
        long transportOffset,
        int transportLength,
        int mtu) {

    /** RFC 9293 3.9.2.2 sorts these into soft and hard errors. */
    public enum Meaning {
        NETWORK_UNREACHABLE,
        HOST_UNREACHABLE,
        PROTOCOL_UNREACHABLE,
        PORT_UNREACHABLE,
        /** ICMPv6's parameter problem 1: as if the protocol were unreachable; but RFC 9293 counts it among the soft ones. */
        NEXT_HEADER_UNKNOWN,
        PACKET_TOO_BIG,
        SOURCE_ROUTE_FAILED,
        ADMINISTRATIVELY_PROHIBITED,
        TIME_EXCEEDED,
        PARAMETER_PROBLEM;

        /** SHLD-26: aborts a connection attempt. PACKET_TOO_BIG feeds path MTU discovery instead. */
        public boolean isHard() {
            return this == PROTOCOL_UNREACHABLE || this == PORT_UNREACHABLE;
        }
    }
}
