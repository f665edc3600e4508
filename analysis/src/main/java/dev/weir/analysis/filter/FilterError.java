package dev.weir.analysis.filter;

/** An expression that is wrong, and where. */
public final class FilterError extends Exception {
    private static final long serialVersionUID = 1;

    private final String expression;
    private final int column;
    private final int length;

    FilterError(String message, String expression, int column, int length) {
        super(message);
        this.expression = expression;
        this.column = column;
        this.length = length;
    }

    /** Where the wrong word begins, from 0; at the end where something is missing. */
    public int column() {
        return column;
    }

    /** The expression, and below it a mark under the wrong word. */
    public String marked() {
        return expression + "\n" + " ".repeat(column) + "^".repeat(Math.max(1, length));
    }
}
