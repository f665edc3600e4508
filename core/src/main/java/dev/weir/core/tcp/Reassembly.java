package dev.weir.core.tcp;

import dev.weir.core.buffer.RangeSet;
import java.util.Arrays;

/**
 * Which positions beyond RCV.NXT have arrived, and what SACK says of them. The bytes themselves are in the receive
 * buffer.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc2018 RFC 2018, section 4: the newest block first
 * @spec https://www.rfc-editor.org/rfc/rfc2883 RFC 2883, section 4: duplicates reported by the first block
 */
final class Reassembly {
    static final int MAXIMUM_BLOCKS = 4;
    private static final long NONE = -1;

    private final RangeSet ranges = new RangeSet();
    private final long[] recent = {NONE, NONE, NONE, NONE}; // a position inside each block, newest first
    private long duplicateFrom = NONE;
    private long duplicateTo;

    boolean isEmpty() {
        return ranges.size() == 0;
    }

    int holes() {
        return ranges.size();
    }

    long bytes() {
        return ranges.bytes();
    }

    /** Position after the last byte that is here; 0 if there is none. */
    long end() {
        return ranges.isEmpty() ? 0 : ranges.end(ranges.size() - 1);
    }

    void clear() {
        ranges.clear();
        duplicateFrom = NONE;
    }

    boolean covers(long start, long end) {
        return ranges.coveredUpTo(start) >= end && ranges.contains(start);
    }

    /** Whether what is here overlaps, or borders on, this range: then it needs no place of its own. */
    boolean touches(long start, long end) {
        return ranges.touches(start, end);
    }

    void add(long start, long end) {
        ranges.add(start, end);
        remember(start);
    }

    /** RCV.NXT has reached {@code position} by itself: answers how far it may go on through what waits here. */
    long advance(long position) {
        long next = ranges.coveredUpTo(position);
        ranges.removeBelow(next);
        return next;
    }

    /** A range that had been received before: the next ACK reports it (D-SACK). */
    void duplicate(long from, long to) {
        duplicateFrom = from;
        duplicateTo = to;
    }

    void forgetDuplicate() {
        duplicateFrom = NONE;
    }

    /** The first part of [from, to) that is here already is such a range (2883 4.2). */
    void duplicateWithin(long from, long to) {
        int i = ranges.firstOverlapping(from, to);
        if (i >= 0) duplicate(Math.max(from, ranges.start(i)), Math.min(to, ranges.end(i)));
    }

    /** How many blocks there are to report, the duplicate included. */
    int blockCount() {
        return ranges.size() + (duplicateFrom != NONE ? 1 : 0);
    }

    boolean hasSomethingToSay() {
        return duplicateFrom != NONE || ranges.size() > 0;
    }

    /** Wire edges, left and right alternating, of at most {@code most} blocks; a D-SACK block is reported once. */
    int[] blocks(ReceiveSequence rcv, int most) {
        var edges = new int[2 * most];
        int n = 0;
        int reported = 0; // a duplicate does not stand for the block that it equals: the sender compares the two (2883 5)
        if (duplicateFrom != NONE && n < most) {
            edges[2 * n] = rcv.wire(duplicateFrom);
            edges[2 * n++ + 1] = rcv.wire(duplicateTo);
            int around = ranges.size() == 0 ? -1 : indexOf(duplicateFrom); // 2883 4 (4): then the block that holds it
            duplicateFrom = NONE;
            reported = n;
            if (around >= 0 && n < most) n = block(rcv, edges, reported, n, around);
        }
        for (long position : recent) {
            int i = position == NONE ? -1 : indexOf(position);
            if (i >= 0 && n < most) n = block(rcv, edges, reported, n, i);
        }
        for (int i = 0; i < ranges.size() && n < most; i++) n = block(rcv, edges, reported, n, i); // merging left room for older ones
        return Arrays.copyOf(edges, 2 * n);
    }

    /** Adds a block unless it is one of those from {@code first} on. */
    private int block(ReceiveSequence rcv, int[] edges, int first, int n, int range) {
        int left = rcv.wire(ranges.start(range));
        int right = rcv.wire(ranges.end(range));
        for (int i = first; i < n; i++) {
            if (edges[2 * i] == left && edges[2 * i + 1] == right) return n;
        }
        edges[2 * n] = left;
        edges[2 * n + 1] = right;
        return n + 1;
    }

    private int indexOf(long position) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.start(i) <= position && position < ranges.end(i)) return i;
        }
        return -1;
    }

    private void remember(long position) {
        int inBlock = indexOf(position);
        int last = recent.length - 1; // if no remembered position lies in this block, the oldest is forgotten
        for (int i = 0; i < recent.length; i++) {
            if (recent[i] == NONE || indexOf(recent[i]) == inBlock || indexOf(recent[i]) < 0) {
                last = i;
                break;
            }
        }
        System.arraycopy(recent, 0, recent, 1, last);
        recent[0] = position;
    }
}
