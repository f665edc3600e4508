package dev.weir.lab.scenario.toml;

/**
 * A mistake in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what would be right
 */
public record Problem(int line, int column, String message) implements Comparable<Problem> {
    /** In the order in which a reader meets them. */
    @Override
    public int compareTo(Problem other) {
        int lines = Integer.compare(line, other.line);
        return lines != 0 ? lines : Integer.compare(column, other.column);
    }

    /** {@code line 3, column 9: ...}. */
    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
