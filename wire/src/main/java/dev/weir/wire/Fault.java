package dev.weir.wire;

/** What is wrong with the form of a packet. Malformed input is a value, never an exception. */
public enum Fault {
    /** Nothing: the fields may be read. */
    NONE,
    /** Fewer bytes are there than the header, or a length in it, asks for. */
    TRUNCATED,
    /** The version nibble is not that of this header. */
    BAD_VERSION,
    /** The IPv4 header length is below 20 bytes or above the total length. */
    BAD_HEADER_LENGTH,
    /** A length field (IPv4 total length, UDP length) contradicts the header or what carries it. */
    BAD_TOTAL_LENGTH,
    /** The checksum does not verify. */
    BAD_CHECKSUM,
    /** An IPv4-mapped address in an IPv6 header: it must never be on the wire (RFC 4291 2.5.5.2, RFC 6890). */
    BAD_ADDRESS,
    /** An IPv6 extension header that cannot be processed; the pointer tells where (ICMPv6 code 0). */
    BAD_EXTENSION,
    /** A hop-by-hop header that is not the first (ICMPv6 code 1, RFC 8200 section 4). */
    MISPLACED_EXTENSION,
    /** An unknown IPv6 option that asks to be discarded silently. */
    UNKNOWN_OPTION,
    /** An unknown IPv6 option that asks for an ICMPv6 parameter problem (code 2), also to a multicast destination. */
    UNKNOWN_OPTION_REPORTED,
    /** As {@link #UNKNOWN_OPTION_REPORTED}, except when the destination was multicast. */
    UNKNOWN_OPTION_REPORTED_UNLESS_MULTICAST,
    /** The TCP data offset is below 20 bytes or beyond the segment. */
    BAD_DATA_OFFSET
}
