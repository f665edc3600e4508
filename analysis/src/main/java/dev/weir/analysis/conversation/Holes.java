package dev.weir.analysis.conversation;

import java.util.Arrays;

/**
 * Parts of a stream that were passed over, in order: either their segments come late, or they were lost before the
 * point
 * of capture and come again, or the capture has lost them. At most {@code limit}; the oldest go first.
 */
final class Holes {
    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};

    private final int limit;
    private long[] starts = NO_LONGS;
    private long[] ends = NO_LONGS;
    /** Of the segment that showed the hole. */
    private long[] nanos = NO_LONGS;
    private long[] frames = NO_LONGS;
    private long[] ordinals = NO_LONGS;
    private int[] timestamps = NO_INTS;
    private int[] identifications = NO_INTS;
    private int size;

    /** What is known of the hole of the last {@link #fill} that was not 0. */
    long filledNanos;
    long filledFrame;
    long filledOrdinal;
    int filledTimestamp;
    int filledIdentification;

    Holes(int limit) {
        this.limit = limit;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** A hole behind all others. */
    void add(long start, long end, long now, long frame, long ordinal, int timestamp, int identification) {
        if (size == limit) removeAt(0);
        insert(size);
        set(size - 1, start, end, now, frame, ordinal, timestamp, identification);
    }

    /** Takes out what of the holes lies from start to end; how many bytes that was. */
    long fill(long start, long end) {
        long filled = 0;
        for (int i = size - 1; i >= 0 && ends[i] > start; i--) {
            long from = Math.max(start, starts[i]);
            long to = Math.min(end, ends[i]);
            if (from >= to) continue;
            filled += to - from;
            filledNanos = nanos[i];
            filledFrame = frames[i];
            filledOrdinal = ordinals[i];
            filledTimestamp = timestamps[i];
            filledIdentification = identifications[i];
            if (from == starts[i] && to == ends[i]) {
                removeAt(i);
            } else if (from == starts[i]) {
                starts[i] = to;
            } else if (to == ends[i]) {
                ends[i] = from;
            } else if (size < limit) {
                insert(i + 1);
                set(i + 1, to, ends[i], nanos[i], frames[i], ordinals[i], timestamps[i], identifications[i]);
                ends[i] = from;
            } else {
                ends[i] = from; // no room for the rest
            }
        }
        return filled;
    }

    /** Forgets what lies below; how many bytes that was. */
    long dropBelow(long position) {
        long dropped = 0;
        int gone = 0;
        while (gone < size && ends[gone] <= position) {
            dropped += ends[gone] - starts[gone];
            gone++;
        }
        if (gone < size && starts[gone] < position) {
            dropped += position - starts[gone];
            starts[gone] = position;
        }
        for (int i = 0; i < gone; i++) removeAt(0);
        return dropped;
    }

    void clear() {
        size = 0;
    }

    private void insert(int at) {
        if (size == starts.length) grow();
        for (int i = size; i > at; i--) copy(i - 1, i);
        size++;
    }

    private void removeAt(int at) {
        for (int i = at; i + 1 < size; i++) copy(i + 1, i);
        size--;
    }

    private void copy(int from, int to) {
        set(to, starts[from], ends[from], nanos[from], frames[from], ordinals[from], timestamps[from],
                identifications[from]);
    }

    private void set(
            int at, long start, long end, long now, long frame, long ordinal, int timestamp, int identification) {
        starts[at] = start;
        ends[at] = end;
        nanos[at] = now;
        frames[at] = frame;
        ordinals[at] = ordinal;
        timestamps[at] = timestamp;
        identifications[at] = identification;
    }

    private void grow() {
        int capacity = Math.min(limit, Math.max(4, 2 * size));
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        nanos = Arrays.copyOf(nanos, capacity);
        frames = Arrays.copyOf(frames, capacity);
        ordinals = Arrays.copyOf(ordinals, capacity);
        timestamps = Arrays.copyOf(timestamps, capacity);
        identifications = Arrays.copyOf(identifications, capacity);
    }
}
