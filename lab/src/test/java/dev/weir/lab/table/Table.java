package dev.weir.lab.table;

import java.util.ArrayList;
import java.util.List;

/** Lines of columns that stand below each other. */
final class Table {
    private static final String GAP = "  ";

    private final StringBuilder text = new StringBuilder();
    private final List<String[]> rows = new ArrayList<>();

    /** A line of text, before the rows that follow. */
    Table say(String line) {
        flush();
        text.append(line).append('\n');
        return this;
    }

    Table row(Object... cells) {
        var row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) row[i] = String.valueOf(cells[i]);
        rows.add(row);
        return this;
    }

    private void flush() {
        for (String[] row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(i == 0 ? "" : GAP).append(" ".repeat(width(i) - row[i].length())).append(row[i]);
            }
            text.append(line).append('\n');
        }
        rows.clear();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.length).mapToInt(row -> row[column].length()).max().orElse(0);
    }

    @Override
    public String toString() {
        flush();
        return text.toString();
    }
}
