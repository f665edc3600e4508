package dev.weir.analysis.conversation;

import java.util.Arrays;

/** What a receiver has beyond its cumulative acknowledgment: disjoint ranges in order, at most {@code limit}. */
final class SackedRanges {
    private static final long[] NONE = {};

    private final int limit;
    private long[] starts = NONE;
    private long[] ends = NONE;
    private int size;
    private long bytes;

    SackedRanges(int limit) {
        this.limit = limit;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Bytes in all ranges. */
    long bytes() {
        return bytes;
    }

    /** The end of the highest range; 0 without. */
    long highest() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** Whether all from start to end is in one range. */
    boolean covers(long start, long end) {
        for (int i = size - 1; i >= 0; i--) {
            if (starts[i] <= start) return ends[i] >= end;
        }
        return false;
    }

    /** Adds a range; beyond the limit the lowest goes. Returns whether anything in it was new. */
    boolean add(long start, long end) {
        int from = size;
        while (from > 0 && ends[from - 1] >= start) from--; // the first that touches or lies behind
        int to = from;
        long first = start;
        long last = end;
        long replaced = 0;
        while (to < size && starts[to] <= end) {
            first = Math.min(first, starts[to]);
            last = Math.max(last, ends[to]);
            replaced += ends[to] - starts[to];
            to++;
        }
        if (replaced == last - first && to == from + 1) return false;
        if (to == from) {
            if (size == limit) {
                if (from == 0) return false;
                forgetLowest(1);
                from--;
            }
            open(from);
        } else {
            close(from + 1, to);
        }
        starts[from] = first;
        ends[from] = last;
        bytes += last - first - replaced;
        return true;
    }

    void dropBelow(long position) {
        int gone = 0;
        while (gone < size && ends[gone] <= position) gone++;
        if (gone > 0) forgetLowest(gone);
        if (size > 0 && starts[0] < position) {
            bytes -= position - starts[0];
            starts[0] = position;
        }
    }

    void clear() {
        size = 0;
        bytes = 0;
    }

    private void open(int at) {
        if (size == starts.length) {
            int capacity = Math.min(limit, Math.max(4, 2 * size));
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        System.arraycopy(starts, at, starts, at + 1, size - at);
        System.arraycopy(ends, at, ends, at + 1, size - at);
        size++;
    }

    private void forgetLowest(int count) {
        for (int i = 0; i < count; i++) bytes -= ends[i] - starts[i];
        close(0, count);
    }

    private void close(int from, int to) {
        System.arraycopy(starts, to, starts, from, size - to);
        System.arraycopy(ends, to, ends, from, size - to);
        size -= to - from;
    }
}
