package dev.weir.analysis;

import java.util.ArrayList;
import java.util.List;

/** Draws the lines of a ladder: time, a lane between the rails of client and server, and a note beside it. */
public final class Rails {
    /** Columns of the lane that an arrow needs besides its text. */
    public static final int ENDS = 4;

    private final long begin;
    private final int lane;
    private final int timeWidth;
    private final int noteWidth;
    private final List<Ladder.Line> lines = new ArrayList<>();

    /**
     * @param begin the time that is shown as 0, nanoseconds
     * @param timeWidth columns for what stands before the lane
     * @param width of a line, columns
     * @param lane columns between the rails
     */
    public Rails(long begin, int timeWidth, int width, int lane) {
        this.begin = begin;
        this.lane = lane;
        this.timeWidth = timeWidth;
        this.noteWidth = width - timeWidth - 1 - lane - 2 - 2;
    }

    /** Columns that a time so long after the beginning takes, nanoseconds. */
    public static int timeWidth(long sinceBeginNanos) {
        return text(sinceBeginNanos).length();
    }

    private static String text(long sinceBeginNanos) {
        return Quantity.seconds(sinceBeginNanos, 6);
    }

    public List<Ladder.Line> lines() {
        return lines;
    }

    public int lane() {
        return lane;
    }

    /** Left and right over the rails; on two ends of one line, or with one space between where they meet. */
    public String spread(String left, String right) {
        return left + " ".repeat(Math.max(1, lane + 2 - left.length() - right.length())) + right;
    }

    /** An arrow across the lane that starts near its sender: {@code -- text ---->}; one that is lost ends half-way. */
    public String shaft(Side from, String text, char stroke, boolean lost) {
        String shown = cut(text, lane - ENDS);
        String near = String.valueOf(stroke).repeat(Math.min(2, lane - shown.length() - ENDS + 1));
        String label = from == Side.CLIENT ? near + " " + shown + " " : " " + shown + " " + near;
        int rest = lane - label.length() - 1;
        int drawn = lost ? Math.min(rest, 2) : rest;
        String far = String.valueOf(stroke).repeat(drawn);
        String gap = " ".repeat(rest - drawn);
        return from == Side.CLIENT
                ? "|" + label + far + (lost ? "x" : ">") + gap + "|"
                : "|" + gap + (lost ? "x" : "<") + far + label + "|";
    }

    /** A state, standing on the rail of its side. */
    public String onRail(Side side, String text) {
        String gap = " ".repeat(Math.max(0, lane + 1 - text.length()));
        return side == Side.CLIENT ? text + gap + "|" : "|" + gap + text;
    }

    /** A remark inside the lane, next to the rail of its side. */
    public String beside(Side side, String text) {
        String shown = cut(text, lane - 2);
        String gap = " ".repeat(lane - 1 - shown.length());
        return side == Side.CLIENT ? "| " + shown + gap + "|" : "|" + gap + shown + " |";
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** The lane with its time and its note, which goes on below where it is too long. */
    public void line(long at, Ladder.Tone tone, String middle, String note) {
        line(text(at - begin), tone, middle, note);
    }

    /** The same with a word, or nothing, where the time stands. */
    public void line(String time, Ladder.Tone tone, String middle, String note) {
        var pieces = Paragraph.wrap(note, noteWidth);
        String first = " ".repeat(timeWidth - time.length()) + time + " " + middle + "  " + pieces.getFirst();
        lines.add(new Ladder.Line(tone, first.stripTrailing()));
        for (String more : pieces.subList(1, pieces.size())) {
            lines.add(new Ladder.Line(tone, " ".repeat(timeWidth + 1) + "|" + " ".repeat(lane) + "|  " + more));
        }
    }
}
