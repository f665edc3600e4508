package dev.weir.core.event;

import dev.weir.wire.Fault;

/** Why a packet or segment, or the rest of it, was not used. Each has a counter and a test; {@link #NONE}: it was used. */
public enum DropReason {
    NONE("used"),
    // IP
    TRUNCATED("shorter than its headers say"),
    BAD_VERSION("neither IPv4 nor IPv6"),
    BAD_HEADER_LENGTH("header length below the minimum or beyond the packet"),
    BAD_TOTAL_LENGTH("total length below the header or beyond the packet"),
    BAD_IP_CHECKSUM("IPv4 header checksum"),
    BAD_EXTENSION("malformed or too many IPv6 extension headers"),
    ROUTING_HEADER("IPv6 routing header with segments left"),
    NOT_FOR_US("destination is not an address of ours: never forwarded"),
    BAD_SOURCE("source is a broadcast, multicast, unspecified or stray loopback address"),
    UNKNOWN_PROTOCOL("no such upper-layer protocol here"),
    FRAGMENT_MALFORMED("fragment length or offset impossible"),
    FRAGMENT_OVERLAP("overlapping fragments"),
    FRAGMENT_LIMIT("too many fragments or bytes awaiting reassembly"),
    FRAGMENT_TIMEOUT("reassembly timed out"),
    // ICMP and UDP
    BAD_ICMP("malformed ICMP"),
    BAD_ICMP_CHECKSUM("ICMP checksum"),
    ICMP_RATE_LIMITED("an ICMP answer was due, but the rate limit was reached"),
    ICMP_UNMATCHED("quotes no endpoint of ours"),
    ICMP_STALE("quotes a sequence number that is not outstanding"),
    ICMP_IGNORED("ICMP type that is ignored"),
    BAD_UDP("malformed UDP header"),
    BAD_UDP_CHECKSUM("UDP checksum"),
    UDP_PORT_CLOSED("no UDP endpoint on that port"),
    UDP_QUEUE_FULL("UDP receive queue full"),
    // TCP, before a connection is found
    BAD_TCP_HEADER("TCP header truncated or data offset impossible"),
    BAD_TCP_CHECKSUM("TCP checksum"),
    NOT_UNICAST("sent to or from a broadcast or multicast address"),
    PORT_CLOSED("no endpoint on that port"),
    FILTERED("denied by the filter"),
    // LISTEN, half-open
    BACKLOG_FULL("too many half-open connections, cookies off"),
    ACCEPT_QUEUE_FULL("the application accepts too slowly"),
    BAD_COOKIE("acknowledges no SYN cookie of ours"),
    RESET_TO_LISTENER("a reset to a listener"),
    ACK_TO_LISTENER("an acknowledgment to a listener"),
    // RFC 9293 3.10.7
    OUTSIDE_WINDOW("unacceptable sequence number"),
    OLD_TIMESTAMP("PAWS: timestamp older than the last"),
    NO_TIMESTAMP("timestamps were negotiated, but the segment has none"),
    RESET_NOT_EXACT("reset in the window, but not at RCV.NXT: challenged"),
    RESET_UNACCEPTABLE("reset without or with an unacceptable acknowledgment"),
    RESET_OF_ECN_SYN("reset of a SYN that asked for ECN: one that does not ask is sent"),
    SYN_IN_WINDOW("SYN on a synchronized connection: challenged"),
    NO_ACK("no ACK flag"),
    ACK_OF_UNSENT_DATA("acknowledges what was never sent"),
    ACK_TOO_OLD("acknowledges less than SND.UNA - MAX.SND.WND: challenged"),
    UNACCEPTABLE_ACK("unacceptable acknowledgment during the handshake"),
    CONNECTION_ENDED("the segment ended the connection"),
    DATA_AFTER_CLOSE("data for an application that has closed"),
    DATA_AFTER_FIN("data beyond the peer's FIN"),
    DUPLICATE_DATA("nothing new in it"),
    REASSEMBLY_LIMIT("too many holes or out-of-order bytes"),
    BEYOND_BUFFER("beyond the window that was offered"),
    NO_MEMORY("the chunk pool is empty"),
    HANDSHAKE_DUPLICATE("a handshake segment that was seen before"),
    IN_TIME_WAIT("an old segment of a connection in TIME-WAIT"),
    // links
    LINK_DOWN("the link is down"),
    QUEUE_FULL("a bounded queue was full");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /** A few words for a person. */
    public String text() {
        return text;
    }

    /** The reason for a structural fault of a header; {@code checksum} is what a bad checksum means at that layer. */
    public static DropReason of(Fault fault, DropReason checksum) {
        return switch (fault) {
            case NONE -> NONE;
            case TRUNCATED -> TRUNCATED;
            case BAD_VERSION -> BAD_VERSION;
            case BAD_HEADER_LENGTH -> BAD_HEADER_LENGTH;
            case BAD_TOTAL_LENGTH -> BAD_TOTAL_LENGTH;
            case BAD_ADDRESS -> BAD_SOURCE;
            case BAD_EXTENSION, MISPLACED_EXTENSION, UNKNOWN_OPTION, UNKNOWN_OPTION_REPORTED,
                    UNKNOWN_OPTION_REPORTED_UNLESS_MULTICAST -> BAD_EXTENSION;
            case BAD_DATA_OFFSET -> BAD_TCP_HEADER;
            case BAD_CHECKSUM -> checksum;
        };
    }
}
