package dev.weir.wire.pcap;

/** Numbers of the pcapng format that encoder and decoder share: block types and option codes. */
final class PcapngBlock {
    static final int SECTION = 0x0a0d0d0a;
    static final int INTERFACE = 1;
    static final int OBSOLETE_PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int NAME_RESOLUTION = 4;
    static final int INTERFACE_STATISTICS = 5;
    static final int ENHANCED_PACKET = 6;
    static final int DECRYPTION_SECRETS = 10;

    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    /** Type, total length, and total length again behind the body. */
    static final int FRAME_LENGTH = 12;
    /** Before the body: type and total length. */
    static final int BODY_OFFSET = 8;

    static final int END_OF_OPTIONS = 0;
    static final int COMMENT = 1;
    static final int SECTION_HARDWARE = 2;
    static final int SECTION_OPERATING_SYSTEM = 3;
    static final int SECTION_APPLICATION = 4;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_DESCRIPTION = 3;
    static final int INTERFACE_TIMESTAMP_RESOLUTION = 9;
    static final int INTERFACE_FILTER = 11;
    static final int INTERFACE_TIMESTAMP_OFFSET = 14;
    static final int PACKET_FLAGS = 2;
    static final int STATISTICS_RECEIVED = 4;
    static final int STATISTICS_DROPPED = 5;

    static final int NAME_RECORD_END = 0;
    static final int NAME_RECORD_IPV4 = 1;
    static final int NAME_RECORD_IPV6 = 2;

    private PcapngBlock() {}

    /** The length with the padding to 32 bits. */
    static long padded(long length) {
        return length + 3 & ~3L;
    }
}
