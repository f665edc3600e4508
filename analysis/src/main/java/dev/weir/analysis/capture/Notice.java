package dev.weir.analysis.capture;

import dev.weir.wire.IpAddress;
import java.util.List;

/** What packets beside TCP say of connections. Times in nanoseconds since 1970 UTC; frames are numbered from 1. */
public sealed interface Notice {
    long frame();

    long timestampNanos();

    /**
     * An ICMP error that quotes a TCP segment.
     *
     * @param version 4 or 6: whose numbers type and code are
     * @param sender who reports it
     * @param timeToLive of the report as captured
     * @param mtu of "fragmentation needed" or "packet too big", bytes; 0 where none is told
     * @param source of the quoted segment
     * @param sequence of the quoted segment, as on the wire
     * @param quotedTimeToLive what was left when it was quoted
     * @param quotedLengthBytes of the whole quoted IP packet
     */
    record IcmpError(
            long frame, long timestampNanos, int version, int type, int code, IpAddress sender, int timeToLive,
            int mtu, IpAddress source, int sourcePort, IpAddress destination, int destinationPort, int sequence,
            int quotedTimeToLive, int quotedLengthBytes) implements Notice {}

    /**
     * A question to a name server, or its answer.
     *
     * @param client who asks
     * @param server who is asked
     * @param id of the transaction
     * @param type of the question: 1 A, 28 AAAA, 65 HTTPS
     * @param answer whether this is one
     * @param code 0 no error, 2 server failure, 3 no such name, 5 refused
     * @param addresses in the answer, at most {@value NoticeReader#MAXIMUM_ADDRESSES}
     */
    record NameLookup(
            long frame, long timestampNanos, IpAddress client, IpAddress server, int id, String name, int type,
            boolean answer, int code, List<IpAddress> addresses) implements Notice {}

    /**
     * A question for a link-layer address (ARP, neighbor solicitation), or its answer.
     *
     * @param target whose address is asked for, or told
     * @param sender who asks or answers
     */
    record NeighborLookup(long frame, long timestampNanos, IpAddress sender, IpAddress target, boolean answer)
            implements Notice {}
}
