package dev.weir.lab.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value over time in a bounded number of points, however long it goes on: each covers a span of equal length, and
 * when there are too many, neighbours become one. A point keeps the largest and the last value of its span.
 */
public final class Series {
    /** Points at most; never less than half of it once there were as many. */
    public static final int POINTS = 1024;

    private static final int FIRST_POINTS = 16;
    private static final long FIRST_SPAN_NANOS = 100_000;

    /** @param at when the span begins, nanoseconds; @param highest in it; @param last at its end */
    public record Point(long at, long highest, long last) {}

    private long[] highest = new long[FIRST_POINTS]; // grow with the time that has passed
    private long[] last = new long[FIRST_POINTS];
    private boolean[] known = new boolean[FIRST_POINTS];
    private long begin;
    private boolean begun;
    private long span = FIRST_SPAN_NANOS;
    private int current = -1;

    /** @param now not before that of the last call */
    public void add(long value, long now) {
        if (!begun) {
            begin = now;
            begun = true;
        }
        long index;
        while ((index = (now - begin) / span) >= POINTS) halve();
        int at = (int) index;
        if (at >= known.length) grow(at);
        if (at != current || !known[at]) {
            current = at;
            known[at] = true;
            highest[at] = value;
        } else if (value > highest[at]) {
            highest[at] = value;
        }
        last[at] = value;
    }

    /** In the order of time; spans in which nothing was added are left out. */
    public List<Point> points() {
        var points = new ArrayList<Point>();
        for (int i = 0; i <= current; i++) {
            if (known[i]) points.add(new Point(begin + i * span, highest[i], last[i]));
        }
        return List.copyOf(points);
    }

    /** Of one point. */
    public long spanNanos() {
        return span;
    }

    private void grow(int index) {
        int length = Math.max(2 * known.length, Integer.highestOneBit(index) << 1);
        highest = Arrays.copyOf(highest, length);
        last = Arrays.copyOf(last, length);
        known = Arrays.copyOf(known, length);
    }

    private void halve() {
        int half = known.length / 2;
        for (int i = 0; i < half; i++) {
            int a = 2 * i;
            int b = a + 1;
            highest[i] = !known[a] ? highest[b] : !known[b] ? highest[a] : Math.max(highest[a], highest[b]);
            last[i] = known[b] ? last[b] : last[a];
            known[i] = known[a] || known[b];
        }
        Arrays.fill(known, half, known.length, false);
        span *= 2;
        current /= 2;
    }
}
