package dev.weir.analysis.trail;

import dev.weir.analysis.Quantity;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The stream of one side over time, as characters:
 *
 * <pre>
 *     1.2 MB |                      ..##
 *            |             ..R#####
 *          0 |..###########
 *            +--------------------------
 *            0 s                    2 s
 * </pre>
 *
 * {@code #} data, {@code R} sent again, {@code .} acknowledged up to there, {@code s} selectively acknowledged,
 * {@code w} the
 * end of the receiver's window, {@code Z} a closed window, {@code F} the end of the stream, {@code X} a reset.
 */
public final class SequencePlot {
    private static final int LABEL = 11;
    /** What hides what: later ones are drawn over earlier ones. */
    private static final String ORDER = " w.s#ZFRX";

    private final Trail trail;
    private final Notes notes;
    private final boolean ofClient;
    private final int width;
    private final int rows;
    private final char[][] cells;
    private final long begin;
    private final long span;
    private final long top;

    private SequencePlot(Trail trail, Notes notes, boolean ofClient, int columns, int rows) {
        this.trail = trail;
        this.notes = notes;
        this.ofClient = ofClient;
        this.rows = rows;
        width = columns - LABEL - 3;
        cells = new char[rows][width];
        for (char[] row : cells) Arrays.fill(row, ' ');
        begin = trail.conversation().firstNanos();
        span = Math.max(1, trail.conversation().lastNanos() - begin);
        long highest = 1;
        for (var step : trail.steps()) {
            if (step.fromClient() == ofClient) highest = Math.max(highest, step.end());
        }
        top = highest;
    }

    /**
     * @param ofClient whose stream
     * @param columns of the whole plot, at least 40
     * @param rows of the graph, at least 2
     */
    public static List<String> of(Trail trail, Notes notes, boolean ofClient, int columns, int rows) {
        var plot = new SequencePlot(trail, notes, ofClient, columns, rows);
        plot.draw();
        return plot.lines();
    }

    private void draw() {
        for (var step : trail.steps()) {
            if (step.fromClient() == ofClient) sent(step);
            else answered(step);
        }
    }

    private void sent(Step step) {
        long at = step.timestampNanos();
        if (step.has(TcpFlags.RST)) mark(at, Math.min(top, Math.max(0, step.sequence())), 'X');
        if (step.has(TcpFlags.FIN)) mark(at, step.end(), 'F');
        if (step.lengthBytes() > 0 && !notes.isCopy(step)) {
            stroke(at, step.sequence(), step.end(), notes.isResent(step) ? 'R' : '#');
        }
    }

    private void answered(Step step) {
        long at = step.timestampNanos();
        if (step.has(TcpFlags.RST)) mark(at, Math.clamp(step.acknowledgment(), 0, top), 'X');
        if (step.acknowledgment() < 0) return;
        mark(at, step.acknowledgment(), '.');
        if (step.windowBytes() == 0 && !step.has(TcpFlags.RST)) mark(at, step.acknowledgment(), 'Z');
        else mark(at, step.acknowledgment() + step.windowBytes(), 'w');
        for (int i = 0; i + 1 < step.sackEdges().length; i += 2) {
            stroke(at, step.sackEdges()[i], step.sackEdges()[i + 1], 's');
        }
    }

    private void stroke(long at, long from, long to, char sign) {
        int low = row(from);
        int high = row(Math.max(from, to - 1));
        for (int row = low; row <= high; row++) put(row, column(at), sign);
    }

    private void mark(long at, long position, char sign) {
        if (position <= top) put(row(position), column(at), sign);
    }

    private void put(int row, int column, char sign) {
        if (row < 0 || row >= rows) return;
        if (ORDER.indexOf(sign) > ORDER.indexOf(cells[row][column])) cells[row][column] = sign;
    }

    private int row(long position) {
        return Math.clamp((long) ((double) position / top * (rows - 1) + 0.5), -1, rows);
    }

    private int column(long at) {
        return Math.clamp((long) ((double) (at - begin) / span * (width - 1)), 0, width - 1);
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        for (int row = rows - 1; row >= 0; row--) {
            String label = row == rows - 1 ? Quantity.bytes(top) : row == 0 ? "0" : "";
            lines.add((pad(label) + " |" + new String(cells[row])).stripTrailing());
        }
        lines.add(" ".repeat(LABEL) + " +" + "-".repeat(width));
        String end = Quantity.time(span);
        lines.add(" ".repeat(LABEL + 2) + "0 s" + " ".repeat(Math.max(1, width - 3 - end.length())) + end);
        return lines;
    }

    private static String pad(String label) {
        return " ".repeat(Math.max(0, LABEL - label.length())) + label;
    }
}
