package dev.weir.analysis.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The receive window that one side offered. Bytes, scaled where the scale is known; the SYN's own window left out. */
public final class OfferedWindow {
    /** Both SYNs must be seen to know the scale. */
    public static final int UNKNOWN_SHIFT = -1;

    private final int limit;
    private int shift = UNKNOWN_SHIFT;
    private long least = Long.MAX_VALUE;
    private long greatest;
    private long latest = -1;
    private long zeroWindows;
    private long zeroNanos;
    private long longestZeroNanos;
    private List<ZeroWindow> examples = List.of();
    private long zeroSince;
    private long zeroFrame;
    private int probes;
    private long crampedSince;
    private long crampedNanos;
    private long cramped;
    private boolean isCramped;

    OfferedWindow(int limit) {
        this.limit = limit;
    }

    /** 0 to 14; {@link #UNKNOWN_SHIFT} where the handshake was not seen: windows are then as in the header. */
    public int shift() {
        return shift;
    }

    /** 0 without segments. */
    public long leastBytes() {
        return least == Long.MAX_VALUE ? 0 : least;
    }

    public long greatestBytes() {
        return greatest;
    }

    /** The last one offered; -1 without segments. */
    public long latestBytes() {
        return latest;
    }

    /** How often it closed. */
    public long zeroWindows() {
        return zeroWindows;
    }

    /** How long it was closed in all, nanoseconds. */
    public long zeroNanos() {
        return zeroNanos;
    }

    /** Nanoseconds. */
    public long longestZeroNanos() {
        return longestZeroNanos;
    }

    /**
     * How long it was smaller than a full segment of a sender that had sent before, nanoseconds: closed, or as good as
     * closed, since senders wait for room for a whole one (RFC 9293 3.8.6.2.1).
     */
    public long crampedNanos() {
        return crampedNanos;
    }

    /** How often it became smaller than a full segment. */
    public long cramped() {
        return cramped;
    }

    /** The first times that it was closed. */
    public List<ZeroWindow> examples() {
        return Collections.unmodifiableList(examples);
    }

    /** Whether it is closed now. */
    public boolean isZero() {
        return zeroFrame != 0;
    }

    void shift(int shift) {
        this.shift = shift;
    }

    void probed() {
        probes++;
    }

    /** A segment that is neither SYN nor RST. */
    void offered(int window, long frame, long now, boolean answersProbe, int fullSizeBytes) {
        long bytes = shift > 0 ? (long) window << shift : window;
        boolean small = bytes < fullSizeBytes && shift != UNKNOWN_SHIFT;
        if (small != isCramped) {
            if (small) cramped++;
            else crampedNanos += Math.max(0, now - crampedSince);
            crampedSince = now;
            isCramped = small;
        }
        latest = bytes;
        if (bytes < least) least = bytes;
        if (bytes > greatest) greatest = bytes;
        if (bytes == 0) {
            if (zeroFrame == 0) {
                zeroWindows++;
                zeroFrame = frame;
                zeroSince = now;
                probes = 0;
            }
        } else if (zeroFrame != 0) {
            reopened(frame, now, answersProbe ? ZeroWindow.End.PROBE : ZeroWindow.End.UPDATE);
        }
    }

    /** The window of a SYN, which is never scaled. */
    void offeredBySyn(int window) {
        latest = window;
    }

    /** Ends a time of closed window, if there is one. */
    void reopened(long frame, long now, ZeroWindow.End end) {
        if (zeroFrame == 0) return;
        long duration = Math.max(0, now - zeroSince);
        zeroNanos += duration;
        longestZeroNanos = Math.max(longestZeroNanos, duration);
        if (examples.size() < limit) {
            if (examples.isEmpty()) examples = new ArrayList<>(4);
            examples.add(new ZeroWindow(
                    zeroFrame, end == ZeroWindow.End.NEVER ? 0 : frame, zeroSince, duration, probes, end));
        }
        zeroFrame = 0;
    }
}
