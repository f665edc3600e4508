package dev.weir.analysis.flow;

import java.util.ArrayList;
import java.util.List;

/** Things that happened at an instant, for charts: the first ones up to a limit, and how many there were. */
public final class Marks {
    private static final int CAPACITY = 2000;

    private final List<Mark> marks = new ArrayList<>();
    private long count;

    /**
     * One of them.
     *
     * @param at nanoseconds
     * @param position in the stream where it happened; -1 where that says nothing
     * @param what kind of thing
     * @param text for a person
     */
    public record Mark(long at, long position, What what, String text) {}

    /** Kinds of things. */
    public enum What { RETRANSMISSION, LOSS, TIMEOUT, ZERO_WINDOW, RESET, STATE, ERROR, PROBE }

    void add(long at, long position, What what, String text) {
        count++;
        if (marks.size() < CAPACITY) marks.add(new Mark(at, position, what, text));
    }

    /** In order of time. */
    public List<Mark> all() {
        return List.copyOf(marks);
    }

    /** How many there were; those beyond a limit are not kept. */
    public long count() {
        return count;
    }
}
