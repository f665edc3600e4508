package dev.weir.core.ip;

import dev.weir.wire.Ipv4Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The one thing that this stack wants to know of IPv4 options: whether a source route leads on from here. */
final class Ipv4Options {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private Ipv4Options() {}

    /**
     * True if the options hold a source route with addresses left (RFC 791 3.1: the pointer is within the option).
     * Malformed options end the search: they are ignored as unknown ones are.
     */
    static boolean routesFurther(MemorySegment s, long o, int headerLength) {
        int at = Ipv4Header.MINIMUM_LENGTH;
        while (at < headerLength) {
            int kind = read(s, o + at);
            if (kind == END) return false;
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            if (at + 2 > headerLength) return false;
            int length = read(s, o + at + 1);
            if (length < 2 || at + length > headerLength) return false;
            if ((kind == LOOSE_SOURCE_ROUTE || kind == STRICT_SOURCE_ROUTE) && length >= 3) {
                return read(s, o + at + 2) <= length;
            }
            at += length;
        }
        return false;
    }

    private static int read(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_BYTE, o) & 0xff;
    }
}
