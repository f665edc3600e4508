package dev.weir.cli.analyze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows in columns that fit a width: the least important columns go first, then what is left of the longest texts is
 * cut. The first column is the first to be read and always stays.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final String NARROW_GAP = " ";
    private static final int SHORTEST = 12;

    /**
     * A column.
     *
     * @param right numbers: aligned at their end
     * @param rank the greater, the sooner it goes where there is no room; 0 stays
     */
    record Column(String heading, boolean right, int rank) {}

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<Column> columns) {
        this.columns = columns;
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /** @param width columns of the terminal; 0: as wide as it is */
    List<String> lines(int width) {
        var shown = new ArrayList<Integer>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).rank == 0 || !isEmpty(i)) shown.add(i);
        }
        var widths = new int[columns.size()];
        for (int column : shown) widths[column] = widthOf(column);
        String gap = GAP;
        if (width > 0) {
            while (total(shown, widths, gap) > width) {
                var least = shown.stream().filter(i -> columns.get(i).rank > 0)
                        .max(Comparator.comparingInt(i -> columns.get(i).rank));
                if (least.isEmpty()) break;
                shown.remove(least.get());
            }
            if (total(shown, widths, gap) > width) gap = NARROW_GAP;
            shrink(shown, widths, gap, width);
        }
        var lines = new ArrayList<String>();
        lines.add(line(shown, widths, gap, columns.stream().map(Column::heading).toList()));
        for (var row : rows) lines.add(line(shown, widths, gap, row));
        return lines;
    }

    private boolean isEmpty(int column) {
        return rows.stream().allMatch(row -> row.get(column).isEmpty());
    }

    private int widthOf(int column) {
        int widest = columns.get(column).heading.length();
        for (var row : rows) widest = Math.max(widest, row.get(column).length());
        return widest;
    }

    private static int total(List<Integer> shown, int[] widths, String gap) {
        int sum = gap.length() * (shown.size() - 1);
        for (int column : shown) sum += widths[column];
        return sum;
    }

    private void shrink(List<Integer> shown, int[] widths, String gap, int width) {
        while (total(shown, widths, gap) > width) {
            int widest = shown.stream().filter(i -> !columns.get(i).right)
                    .max(Comparator.comparingInt(i -> widths[i])).orElse(-1);
            if (widest < 0 || widths[widest] <= SHORTEST) return;
            widths[widest]--;
        }
    }

    private String line(List<Integer> shown, int[] widths, String gap, List<String> cells) {
        var line = new StringBuilder();
        for (int column : shown) {
            if (!line.isEmpty()) line.append(gap);
            String cell = cut(cells.get(column), widths[column]);
            String space = " ".repeat(widths[column] - cell.length());
            line.append(columns.get(column).right ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    /** The middle goes: beginning and end of an address tell more. */
    private static String cut(String text, int width) {
        if (text.length() <= width) return text;
        int end = (width - 2 + 1) / 2;
        return text.substring(0, width - 2 - end) + ".." + text.substring(text.length() - end);
    }
}
