package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;

/**
 * The last packets of one sender, to tell a second copy of the same packet from data sent again. In IPv4 a sender gives
 * another identification to each packet; where that field says nothing (IPv6, or always 0), copies must follow each
 * other
 * closely and carry something.
 */
final class RecentPackets {
    /** Copies of one packet come closer than this. */
    private static final long LONGEST_NANOS = 100_000_000;
    /** The same without an identification. */
    private static final long LONGEST_UNIDENTIFIED_NANOS = 200_000;
    private static final int KEPT = 4;

    private final long[] prints = new long[KEPT];
    private final long[] nanos = new long[KEPT];
    private final int[] timesToLive = new int[KEPT];
    private final int[] interfaces = new int[KEPT];
    private int next;
    private boolean elsewhere;
    private boolean otherInterface;

    /** Whether the last copy came from another interface, or with another time to live, than the one before. */
    boolean isElsewhere() {
        return elsewhere;
    }

    /** Whether the last copy came from another interface than the one before. */
    boolean isElsewhereByInterface() {
        return otherInterface;
    }

    /** Whether this packet was here already; remembers it if not. */
    boolean isCopy(CapturedSegment s, long now) {
        boolean identified = s.identification() > 0;
        long print = printOf(s);
        if (identified || s.spaceLength() > 0) {
            long longest = identified ? LONGEST_NANOS : LONGEST_UNIDENTIFIED_NANOS;
            for (int i = 0; i < KEPT; i++) {
                if (prints[i] == print && now - nanos[i] <= longest) {
                    otherInterface = interfaces[i] != s.interfaceId();
                    elsewhere = timesToLive[i] != s.timeToLive() || otherInterface;
                    return true;
                }
            }
        }
        prints[next] = print;
        nanos[next] = now;
        timesToLive[next] = s.timeToLive();
        interfaces[next] = s.interfaceId();
        next = next + 1 & KEPT - 1;
        return false;
    }

    /** Whether another interface showed this packet, not longer ago than that. */
    boolean wasElsewhere(CapturedSegment s, long now, long longestNanos) {
        if (s.identification() <= 0 && s.spaceLength() == 0) return false;
        long print = printOf(s);
        for (int i = 0; i < KEPT; i++) {
            if (prints[i] == print && interfaces[i] != s.interfaceId() && now - nanos[i] <= longestNanos) return true;
        }
        return false;
    }

    private static long printOf(CapturedSegment s) {
        long h = ((long) s.sequence() << 32 | s.acknowledgment() & 0xffff_ffffL) * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 29) + ((long) s.window() << 48 | (long) s.lengthBytes() << 25
                | (long) (s.identification() & 0xffff) << 9 | s.flags());
        h *= 0xbf58476d1ce4e5b9L;
        var options = s.options();
        h = (h ^ h >>> 32) + ((long) options.tsVal() << 32 | options.tsEcr() & 0xffff_ffffL);
        int[] edges = options.sackEdges();
        for (int edge : edges) h = h * 31 + edge;
        return h | 1; // 0 is an empty place
    }
}
