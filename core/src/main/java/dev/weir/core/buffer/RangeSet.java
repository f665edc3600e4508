package dev.weir.core.buffer;

import java.util.Arrays;

/**
 * Which positions of a stream are there: disjoint ranges [start, end) in ascending order, never touching. Driver
 * only.
 */
public final class RangeSet {
    private static final long[] NONE = {};

    private long[] starts = NONE;
    private long[] ends = NONE;
    private int size;

    /** Adds [start, end), joining what it overlaps or touches; true if any of it was not there. */
    public boolean add(long start, long end) {
        if (start >= end) return false;
        int first = firstEndingAtOrAfter(start);
        if (first == size || starts[first] > end) {
            insert(first, start, end);
            return true;
        }
        if (starts[first] <= start && end <= ends[first]) return false;
        int last = first;
        while (last + 1 < size && starts[last + 1] <= end) last++;
        starts[first] = Math.min(starts[first], start);
        ends[first] = Math.max(ends[last], end);
        remove(first + 1, last + 1);
        return true;
    }

    /** Whether a range overlaps [start, end) or borders on it. */
    public boolean touches(long start, long end) {
        int i = firstEndingAtOrAfter(start);
        return i < size && starts[i] <= end;
    }

    /** How many ranges. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** First position of range i, 0..{@link #size}-1. */
    public long start(int i) {
        return starts[i];
    }

    /** Position after range i, 0..{@link #size}-1. */
    public long end(int i) {
        return ends[i];
    }

    public boolean contains(long position) {
        int i = firstEndingAtOrAfter(position + 1);
        return i < size && starts[i] <= position;
    }

    /** The end of the range that contains or begins at or ends at {@code position}; without one, {@code position}. */
    public long coveredUpTo(long position) {
        int i = firstEndingAtOrAfter(position + 1);
        return i < size && starts[i] <= position ? ends[i] : position;
    }

    /** The index of the first range that has a position in common with [start, end); -1 if none has. */
    public int firstOverlapping(long start, long end) {
        int i = firstEndingAtOrAfter(start + 1);
        return i < size && starts[i] < end ? i : -1;
    }

    /** How many positions of [start, end) are not there. */
    public long uncovered(long start, long end) {
        long missing = Math.max(0, end - start);
        for (int i = firstEndingAtOrAfter(start); i < size && starts[i] < end; i++) {
            missing -= Math.max(0, Math.min(ends[i], end) - Math.max(starts[i], start));
        }
        return missing;
    }

    /** Forgets all positions below {@code position}. */
    public void removeBelow(long position) {
        int first = firstEndingAtOrAfter(position + 1);
        remove(0, first);
        if (size > 0) starts[0] = Math.max(starts[0], position);
    }

    /** How many positions are there. */
    public long bytes() {
        long sum = 0;
        for (int i = 0; i < size; i++) sum += ends[i] - starts[i];
        return sum;
    }

    public void clear() {
        starts = NONE;
        ends = NONE;
        size = 0;
    }

    /** The index of the first range with {@code end >= position}; {@link #size} if there is none. */
    private int firstEndingAtOrAfter(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (ends[middle] < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at, long start, long end) {
        if (size == starts.length) {
            int length = Math.max(4, 2 * size);
            starts = Arrays.copyOf(starts, length);
            ends = Arrays.copyOf(ends, length);
        }
        System.arraycopy(starts, at, starts, at + 1, size - at);
        System.arraycopy(ends, at, ends, at + 1, size - at);
        starts[at] = start;
        ends[at] = end;
        size++;
    }

    /** Removes the ranges [from, to). */
    private void remove(int from, int to) {
        if (from == to) return;
        System.arraycopy(starts, to, starts, from, size - to);
        System.arraycopy(ends, to, ends, from, size - to);
        size -= to - from;
        if (size == 0) clear(); // nothing is kept for a stream in order
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < size; i++) text.append(i == 0 ? "" : " ").append(starts[i]).append("..").append(ends[i]);
        return text.toString();
    }
}
