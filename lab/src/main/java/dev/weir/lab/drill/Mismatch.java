package dev.weir.lab.drill;

/** The stack did something else than the script says. */
final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;

    Mismatch(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }
}
