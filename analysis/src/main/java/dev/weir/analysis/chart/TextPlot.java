package dev.weir.analysis.chart;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.flow.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * A series as columns of characters:
 *
 * <pre>
 *   cwnd of bulk (server)
 *     128 kB |      .#
 *            |   .####  .##
 *            | .############
 *          0 +---------------
 *            0 s          2 s
 * </pre>
 *
 * Each column is a span of time and shows the greatest value in it.
 *
 * @param columns of the whole plot, at least 40
 * @param rows of the columns, at least 1
 * @param unicode blocks of an eighth of a row; else ASCII, halves of a row
 */
public record TextPlot(int columns, int rows, boolean unicode) {
    private static final String EIGHTHS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String HALVES = " .#";
    private static final int LABEL = 11;



    /**
     * @param title a line above
     * @param from nanoseconds, the left edge
     * @param until the right edge, after {@code from}
     */
    public List<String> lines(String title, Unit unit, Series series, long from, long until) {
        int width = columns - LABEL - 3;
        long[] heights = greatest(series, from, until, width);
        long top = 0;
        for (long height : heights) top = Math.max(top, height);
        String steps = unicode ? EIGHTHS : HALVES;
        int perRow = steps.length() - 1;
        var lines = new ArrayList<String>();
        lines.add("  " + title);
        for (int row = rows - 1; row >= 0; row--) {
            var line = new StringBuilder(label(row == rows - 1 ? unit.text(top) : "")).append(unicode ? '\u2502' : '|');
            for (long height : heights) {
                long filled = top == 0 ? 0 : (height * rows * perRow + top / 2) / top;
                if (height > 0) filled = Math.max(1, filled);
                line.append(steps.charAt(Math.clamp(filled - (long) row * perRow, 0, perRow)));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add(label("0") + (unicode ? "\u2514" + "\u2500".repeat(width) : "+" + "-".repeat(width)));
        lines.add(times(width, until - from));
        return lines;
    }

    private static long[] greatest(Series series, long from, long until, int width) {
        var heights = new long[width];
        for (int i = 0; i < series.size(); i++) {
            if (series.at(i) > until) break;
            int begin = column(series.at(i), from, until, width);
            boolean last = i + 1 == series.size() || series.at(i + 1) > until;
            // a value that holds up to the edge of a column is not in the next one
            int end = last ? width - 1 : column(Math.max(series.at(i), series.at(i + 1) - 1), from, until, width);
            for (int column = begin; column <= end; column++) {
                heights[column] = Math.max(heights[column], series.value(i));
            }
        }
        return heights;
    }

    private static int column(long at, long from, long until, int width) {
        double share = (double) (at - from) / (until - from);
        return Math.clamp((long) (share * width), 0, width - 1);
    }

    private static String label(String text) {
        return " ".repeat(Math.max(0, LABEL - text.length())) + text + " ";
    }

    private static String times(int width, long nanos) {
        String half = Quantity.time(nanos / 2);
        String end = Quantity.time(nanos);
        var line = new StringBuilder(" ".repeat(LABEL + 1)).append("0 s");
        pad(line, LABEL + 1 + width / 2 - half.length() / 2);
        line.append(half);
        pad(line, LABEL + 2 + width - end.length());
        return line.append(end).toString();
    }

    private static void pad(StringBuilder line, int column) {
        while (line.length() < column) line.append(' ');
    }
}
