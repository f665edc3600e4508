package dev.weir.analysis.flow;

import java.util.Arrays;

/**
 * A value over time, as steps: each holds until the next. Whatever its length it keeps a bounded number of points; when
 * they are full, neighbours are merged into the least and the greatest of each span, so that peaks survive.
 */
public final class Series {
    private static final int CAPACITY = 4096;

    private long[] at = new long[64];
    private long[] value = new long[64];
    private int size;
    private long greatest = Long.MIN_VALUE;
    private long least = Long.MAX_VALUE;
    private double area;

    /** @param now nanoseconds, not before the last */
    public void add(long now, long newValue) {
        greatest = Math.max(greatest, newValue);
        least = Math.min(least, newValue);
        if (size > 0) {
            area += (double) value[size - 1] * (now - at[size - 1]);
            if (value[size - 1] == newValue) {
                // the value goes on: a point at its end keeps the time of the last look, replaced by the next one
                if (size > 1 && value[size - 2] == newValue) {
                    at[size - 1] = now;
                    return;
                }
            } else if (at[size - 1] == now) {
                value[size - 1] = newValue;
                return;
            }
        }
        if (size == CAPACITY) thin();
        if (size == at.length) {
            at = Arrays.copyOf(at, 2 * size);
            value = Arrays.copyOf(value, 2 * size);
        }
        at[size] = now;
        value[size++] = newValue;
    }

    /** Of every four points, the least and the greatest in their order; the first and the last stay. */
    private void thin() {
        int kept = 1;
        for (int i = 1; i + 4 < size; i += 4) {
            int low = i;
            int high = i;
            for (int j = i + 1; j < i + 4; j++) {
                if (value[j] < value[low]) low = j;
                if (value[j] >= value[high]) high = j;
            }
            kept = keep(kept, Math.min(low, high));
            if (low != high) kept = keep(kept, Math.max(low, high));
        }
        size = keep(kept, size - 1);
    }

    private int keep(int target, int source) {
        at[target] = at[source];
        value[target] = value[source];
        return target + 1;
    }

    /** How many points are kept. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Nanoseconds. */
    public long at(int index) {
        return at[index];
    }

    public long value(int index) {
        return value[index];
    }

    /** 0 without points. */
    public long last() {
        return size == 0 ? 0 : value[size - 1];
    }

    /** Over everything that was added; 0 without points. */
    public long greatest() {
        return size == 0 ? 0 : greatest;
    }

    /** Over everything that was added; 0 without points. */
    public long least() {
        return size == 0 ? 0 : least;
    }

    /** Weighted by time from the first point to {@code until}; 0 if that is no time. */
    public double mean(long until) {
        if (size == 0 || until <= at[0]) return 0;
        double whole = area + (double) value[size - 1] * Math.max(0, until - at[size - 1]);
        return whole / (until - at[0]);
    }

    /** The value that holds at {@code now}; {@code before} if that is before the first point. */
    public long valueAt(long now, long before) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at[middle] <= now) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? before : value[low - 1];
    }
}
