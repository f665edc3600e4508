package dev.weir.analysis.conversation;

import java.util.Arrays;

/** Segments of one sender that came by late or twice, without having been sent again. */
public final class Ordering {
    private static final long[] NONE = {};

    private final int limit;
    private long late;
    private int depthSegments;
    private long depthBytes;
    private long longestDelayNanos;
    private long duplicates;
    private long duplicatesElsewhere;
    private long[] lateFrames = NONE;
    private long[] duplicateFrames = NONE;

    Ordering(int limit) {
        this.limit = limit;
    }

    /** Segments overtaken by later ones of the same sender. */
    public long late() {
        return late;
    }

    /** The most data segments that overtook one. */
    public int depthSegments() {
        return depthSegments;
    }

    /** The most bytes by which one came behind the highest. */
    public long depthBytes() {
        return depthBytes;
    }

    /** The longest that one came after the first that overtook it, nanoseconds. */
    public long longestDelayNanos() {
        return longestDelayNanos;
    }

    /** Copies of one and the same packet (in IPv4 of equal identification). */
    public long duplicates() {
        return duplicates;
    }

    /** Of {@link #duplicates()}, those that differ in interface or time to live: captured at two places. */
    public long duplicatesElsewhere() {
        return duplicatesElsewhere;
    }

    /** Frames of the first late ones. */
    public long[] lateFrames() {
        return lateFrames.clone();
    }

    /** Frames of the first duplicates. */
    public long[] duplicateFrames() {
        return duplicateFrames.clone();
    }

    void late(long frame, int overtakenBySegments, long behindBytes, long delayNanos) {
        late++;
        depthSegments = Math.max(depthSegments, overtakenBySegments);
        depthBytes = Math.max(depthBytes, behindBytes);
        longestDelayNanos = Math.max(longestDelayNanos, delayNanos);
        lateFrames = plus(lateFrames, frame);
    }

    void duplicate(long frame, boolean elsewhere) {
        duplicates++;
        if (elsewhere) duplicatesElsewhere++;
        duplicateFrames = plus(duplicateFrames, frame);
    }

    /** All that another interface showed of the same sender. */
    void elsewhere(Half other) {
        duplicates += other.segments();
        duplicatesElsewhere += other.segments();
        duplicateFrames = plus(duplicateFrames, other.lastFrame());
    }

    private long[] plus(long[] frames, long frame) {
        if (frames.length >= limit) return frames;
        long[] more = Arrays.copyOf(frames, frames.length + 1);
        more[frames.length] = frame;
        return more;
    }
}
