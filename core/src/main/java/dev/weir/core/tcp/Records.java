package dev.weir.core.tcp;

import java.util.ArrayDeque;

/**
 * Where the application wants segments to end: what lies before such a position and what lies behind it never share one, nor
 * do they when they are sent again. Kept until acknowledged.
 */
final class Records {
    static final long NONE = Long.MAX_VALUE;

    private final ArrayDeque<Long> ends = new ArrayDeque<>(); // ascending

    void end(long position) {
        if (ends.isEmpty() || ends.getLast() < position) ends.addLast(position);
    }

    /** The first end behind {@code position}; {@link #NONE} if there is none. */
    long next(long position) {
        if (ends.isEmpty()) return NONE;
        for (long end : ends) {
            if (end > position) return end;
        }
        return NONE;
    }

    boolean isEnd(long position) {
        return !ends.isEmpty() && ends.contains(position);
    }

    void acknowledged(long una) {
        while (!ends.isEmpty() && ends.getFirst() <= una) ends.removeFirst();
    }
}
