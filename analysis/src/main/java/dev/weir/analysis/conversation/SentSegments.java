package dev.weir.analysis.conversation;

import java.util.Arrays;

/**
 * The segments of one sender that are not acknowledged, in order of position, in a ring. Where it is full, new segments
 * join the last one.
 */
final class SentSegments {
    private static final int INITIAL_CAPACITY = 8;

    private final int limit;
    private long[] starts = new long[INITIAL_CAPACITY];
    private long[] ends = new long[INITIAL_CAPACITY];
    private long[] firstNanos = new long[INITIAL_CAPACITY];
    private long[] firstFrames = new long[INITIAL_CAPACITY];
    /** When and in which frame its latest copy came by. */
    private long[] nanos = new long[INITIAL_CAPACITY];
    private long[] frames = new long[INITIAL_CAPACITY];
    /** Bytes in flight after it was first sent. */
    private int[] inFlight = new int[INITIAL_CAPACITY];
    private byte[] copies = new byte[INITIAL_CAPACITY];
    private boolean[] split = new boolean[INITIAL_CAPACITY];
    private boolean[] damaged = new boolean[INITIAL_CAPACITY];
    private int head;
    private int size;

    SentSegments(int limit) {
        this.limit = Integer.highestOneBit(Math.max(INITIAL_CAPACITY, limit));
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long startAt(int index) {
        return starts[head + index & starts.length - 1];
    }

    long endAt(int index) {
        return ends[head + index & starts.length - 1];
    }

    /** When it was first sent. */
    long firstNanosAt(int index) {
        return firstNanos[head + index & starts.length - 1];
    }

    long firstFrameAt(int index) {
        return firstFrames[head + index & starts.length - 1];
    }

    long nanosAt(int index) {
        return nanos[head + index & starts.length - 1];
    }

    long frameAt(int index) {
        return frames[head + index & starts.length - 1];
    }

    int inFlightAt(int index) {
        return inFlight[head + index & starts.length - 1];
    }

    /** 1 where it was sent once. */
    int copiesAt(int index) {
        return copies[head + index & starts.length - 1];
    }

    /** Whether a part of it was sent again alone. */
    boolean isSplitAt(int index) {
        return split[head + index & starts.length - 1];
    }

    /** Whether its latest copy had a wrong checksum. */
    boolean isDamagedAt(int index) {
        return damaged[head + index & starts.length - 1];
    }

    /** A new segment behind all others. */
    void add(long start, long end, long now, long frame, long inFlightBytes, boolean isDamaged) {
        if (size == starts.length) {
            if (size >= limit) {
                int last = head + size - 1 & starts.length - 1;
                ends[last] = end;
                nanos[last] = now;
                frames[last] = frame;
                split[last] = true; // its size is not that of a segment any more
                return;
            }
            grow();
        }
        int at = head + size++ & starts.length - 1;
        starts[at] = start;
        ends[at] = end;
        firstNanos[at] = now;
        firstFrames[at] = frame;
        nanos[at] = now;
        frames[at] = frame;
        inFlight[at] = (int) Math.min(inFlightBytes, Integer.MAX_VALUE);
        copies[at] = 1;
        split[at] = false;
        damaged[at] = isDamaged;
    }

    /** The first segment that ends behind this position; {@link #size} without. */
    int indexOf(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (endAt(middle) > position) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** Notes that all segments between the two positions were sent again. */
    void sentAgain(long start, long end, long now, long frame, boolean isDamaged) {
        for (int i = indexOf(start); i < size && startAt(i) < end; i++) {
            int at = head + i & starts.length - 1;
            nanos[at] = now;
            frames[at] = frame;
            damaged[at] = isDamaged;
            if (copies[at] < Byte.MAX_VALUE) copies[at]++;
            if (start > starts[at] || end < ends[at]) split[at] = true;
        }
    }

    void removeFirst(int count) {
        head = head + count & starts.length - 1;
        size -= count;
    }

    void clear() {
        size = 0;
    }

    /** Doubles the arrays, the head at 0. */
    private void grow() {
        starts = unrolled(starts);
        ends = unrolled(ends);
        firstNanos = unrolled(firstNanos);
        firstFrames = unrolled(firstFrames);
        nanos = unrolled(nanos);
        frames = unrolled(frames);
        int capacity = inFlight.length;
        int[] oldInFlight = inFlight;
        byte[] oldCopies = copies;
        boolean[] oldSplit = split;
        boolean[] oldDamaged = damaged;
        inFlight = new int[2 * capacity];
        copies = new byte[2 * capacity];
        split = new boolean[2 * capacity];
        damaged = new boolean[2 * capacity];
        for (int i = 0; i < size; i++) {
            int from = head + i & capacity - 1;
            inFlight[i] = oldInFlight[from];
            copies[i] = oldCopies[from];
            split[i] = oldSplit[from];
            damaged[i] = oldDamaged[from];
        }
        head = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] larger = new long[2 * ring.length];
        int untilWrap = Math.min(size, ring.length - head);
        System.arraycopy(ring, head, larger, 0, untilWrap);
        System.arraycopy(ring, 0, larger, untilWrap, size - untilWrap);
        return larger;
    }
}
