package dev.weir.analysis.tshark;

import java.util.ArrayDeque;

/** What one side has sent and the other has not acknowledged, up to a limit: the oldest go first. */
final class SeenSegments {
    private static final int MAXIMUM = 10_000;

    private record Range(int start, int end) {}

    private final ArrayDeque<Range> ranges = new ArrayDeque<>();

    void add(int start, int length) {
        if (ranges.size() == MAXIMUM) ranges.removeFirst();
        ranges.addLast(new Range(start, start + length));
    }

    void acknowledged(int acknowledgment) {
        while (!ranges.isEmpty() && ranges.peekFirst().end - acknowledgment <= 0) ranges.removeFirst();
    }

    /** Whether one of them had all of this. */
    boolean covers(int start, int length) {
        for (var range : ranges) {
            if (start - range.start >= 0 && start + length - range.end <= 0) return true;
        }
        return false;
    }
}
