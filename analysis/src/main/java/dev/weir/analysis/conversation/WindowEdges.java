package dev.weir.analysis.conversation;

/**
 * Right edges of a window in the order they were offered, to know which of them a distant sender knew of when it sent
 * what comes by now. Kept for about two round trips, one in a sixteenth of it.
 */
final class WindowEdges {
    private static final int KEPT = 32;
    private static final int PER_ROUND_TRIP = 16;

    private final long[] nanos = new long[KEPT];
    private final long[] edges = new long[KEPT];
    private int newest = -1;
    private int size;

    void offered(long edge, long now, long roundTripNanos) {
        if (size > 0 && now - nanos[newest] < roundTripNanos / PER_ROUND_TRIP) return;
        newest = newest + 1 & KEPT - 1;
        nanos[newest] = now;
        edges[newest] = edge;
        if (size < KEPT) size++;
    }

    /** The edge that was the newest then; {@link Long#MAX_VALUE} where that is not known any more. */
    long edgeAt(long then) {
        for (int i = 0; i < size; i++) {
            int at = newest - i & KEPT - 1;
            if (nanos[at] <= then) return edges[at];
        }
        return Long.MAX_VALUE;
    }
}
