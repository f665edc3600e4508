package dev.weir.core.ip;

import java.lang.foreign.MemorySegment;

/**
 * Tells the sender of a packet by ICMP why it was not used; decides whether it may and how often.
 *
 * <p>Only packets whose form and source {@link IpInput} accepted are reported. Nothing is sent before the next flush.
 */
public interface IcmpReporter {
    /** What can be said. */
    enum Problem {
        PORT_UNREACHABLE,
        /** ICMPv4 protocol unreachable; ICMPv6 parameter problem, unrecognised next header, at the pointer. */
        PROTOCOL_UNREACHABLE,
        REASSEMBLY_TIMED_OUT,
        /** ICMPv6 only. */
        BAD_HEADER_FIELD,
        /** ICMPv6 only. */
        UNKNOWN_OPTION,
        /** ICMPv6 only: also about a packet to a multicast group (RFC 4443 2.4 e.3). */
        UNKNOWN_OPTION_ALSO_MULTICAST
    }

    /** Says nothing. */
    IcmpReporter NONE = (problem, pointer, packet, offset, length, now) -> {};

    /**
     * @param pointer the byte of the packet that is to blame; 0 where the problem names none
     * @param packet holds the packet from its IP header on, borrowed for the call
     * @param length bytes of the packet, as its IP header says
     */
    void report(Problem problem, int pointer, MemorySegment packet, long offset, int length, long now);
}
