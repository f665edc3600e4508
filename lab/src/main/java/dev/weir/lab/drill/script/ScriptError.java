package dev.weir.lab.drill.script;

/** A script that cannot be run as it stands: a mistake of its author, never of the stack. */
public final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /** A mistake of a whole line. */
    public ScriptError(int line, String message) {
        this(line, 1, message);
    }

    /** @param message what is wrong, and what was expected instead */
    public ScriptError(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1. */
    public int column() {
        return column;
    }
}
