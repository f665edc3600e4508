package dev.weir.lab.drill.script;

/** A script that cannot be run as it stands: a mistake of its author, never of the stack. */
public final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;

    public ScriptError(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1. */
    public int line() {
        return line;
    }
}
