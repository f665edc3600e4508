package dev.weir.wire.pcap;

/** What is wrong with a capture file. */
public enum CaptureFault {
    /** The first bytes are neither those of pcap nor of pcapng. */
    NOT_A_CAPTURE,
    /** The file ends inside a header, a block or a packet: its writer was stopped, or it was cut. */
    TRUNCATED,
    /** A section of a major version other than 1. */
    UNSUPPORTED_VERSION,
    /** A section header without byte-order magic. */
    BAD_BYTE_ORDER_MAGIC,
    /** A block length below 12, above the limit, no multiple of 4, or other than its repetition behind the block. */
    BAD_BLOCK_LENGTH,
    /** A block whose body is too short for its fixed fields or for the data it announces. */
    BAD_BLOCK_BODY,
    /** A captured length above the limit. */
    BAD_PACKET_LENGTH,
    /** A block that refers to an interface which the section has not described. */
    UNKNOWN_INTERFACE
}
