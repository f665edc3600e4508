package dev.weir.wire.pcap;

/** Which way a packet went, seen from the interface that captured it. */
public enum Direction {
    UNKNOWN,
    INBOUND,
    OUTBOUND;

    /** The lowest two bits of {@code epb_flags}. */
    int flags() {
        return ordinal();
    }

    static Direction ofFlags(int flags) {
        return switch (flags & 3) {
            case 1 -> INBOUND;
            case 2 -> OUTBOUND;
            default -> UNKNOWN;
        };
    }
}
