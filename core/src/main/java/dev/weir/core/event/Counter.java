package dev.weir.core.event;

/** What a stack counts besides drops. */
public enum Counter {
    PACKETS_RECEIVED,
    PACKETS_SENT,
    BYTES_RECEIVED,
    BYTES_SENT,
    SEGMENTS_RECEIVED,
    SEGMENTS_SENT,
    SEGMENTS_RETRANSMITTED,
    RESETS_SENT,
    RESETS_RECEIVED,
    CHALLENGE_ACKS_SENT,
    CHALLENGE_ACKS_SUPPRESSED,
    CONNECTIONS_OPENED,
    CONNECTIONS_ACCEPTED,
    CONNECTIONS_FAILED,
    SYN_COOKIES_SENT,
    SYN_COOKIES_ACCEPTED,
    REPLIES_LOST,
    FILTER_ALLOWED,
    FILTER_DENIED,
    FRAGMENTS_REASSEMBLED,
    FRAGMENTS_SENT,
    ICMP_SENT,
    ICMP_RECEIVED,
    UDP_SENT,
    UDP_RECEIVED,
    TIME_WAIT_REUSED,
    /** Connections that we opened whose SYN's data was acknowledged by the SYN-ACK. */
    FAST_OPEN_ACTIVE,
    /** The same, where it was not. */
    FAST_OPEN_ACTIVE_FAILED,
    /** Connections that a listener of ours made at the SYN. */
    FAST_OPEN_PASSIVE,
    /** SYNs whose cookie was not good. */
    FAST_OPEN_BAD_COOKIES,
    /** SYNs that asked for a cookie. */
    FAST_OPEN_COOKIES_SENT,
    /** SYNs that found too many such connections pending. */
    FAST_OPEN_PENDING_FULL
}
