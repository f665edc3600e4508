package dev.weir.core.tcp;

/**
 * What we offer: the right edge moves only to the right (SHLD-14), and only by steps worth a segment (MUST-39).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6 RFC 9293, sections 3.8.6 and 3.8.6.2.2
 */
final class ReceiveWindow {
    private static final int FIELD_MAXIMUM = 0xffff;

    private static final int SMALL_PART = 4;

    private final int shift;
    private final boolean offersAll;
    private volatile long edge; // read by the application, to see whether a turn is worth it

    /**
     * @param edge what the SYN offered: its window is never scaled (RFC 7323 2.2)
     * @param offersAll as in {@link dev.weir.core.config.Buffers}
     */
    ReceiveWindow(int shift, long edge, boolean offersAll) {
        this.shift = shift;
        this.offersAll = offersAll;
        this.edge = edge;
    }

    boolean offersAll() {
        return offersAll;
    }

    /** First position that was never offered. */
    long edge() {
        return edge;
    }

    /**
     * Moves the edge as far as the rules allow, and answers the value of the window field.
     *
     * @param consumed position that the application has read to
     */
    int offer(long nxt, long consumed, int capacity, int mss) {
        long candidate = candidate(nxt, consumed, capacity);
        boolean silly = offersAll ? candidate - nxt < Math.min(capacity / SMALL_PART, mss)
                : candidate - edge < step(capacity, mss);
        if (!silly && candidate > edge) edge = candidate;
        long offered = left(nxt);
        long unit = 1L << shift;
        long rounded = offered + unit - 1 & -unit;
        if (rounded != offered && nxt + rounded - consumed <= capacity) { // rounding down would move the edge left
            edge = nxt + rounded;
            offered = rounded;
        }
        return (int) Math.min(offered >> shift, FIELD_MAXIMUM);
    }

    /** The window field as it stands, without moving the edge. */
    int field(long nxt) {
        return (int) Math.min(left(nxt) >> shift, FIELD_MAXIMUM);
    }

    /** What the peer may still send; a FIN that was taken at the edge lies one position beyond it. */
    private long left(long nxt) {
        return Math.max(0, edge - nxt);
    }

    /** True if the peer should hear of a larger window at once: at least twice what it has left, and worth a segment. */
    boolean isUpdateDue(long nxt, long consumed, int capacity, int mss) {
        long candidate = candidate(nxt, consumed, capacity);
        return candidate - edge >= step(capacity, mss) && candidate - nxt >= 2 * left(nxt);
    }

    private long candidate(long nxt, long consumed, int capacity) {
        long free = Math.max(0, capacity - (nxt - consumed));
        if (offersAll) return nxt + free; // and takes all of it, even what the field cannot say
        long window = Math.min(free & -(1L << shift), (long) FIELD_MAXIMUM << shift);
        return nxt + window;
    }

    private static long step(int capacity, int mss) {
        return Math.min(capacity / 2, mss);
    }
}
