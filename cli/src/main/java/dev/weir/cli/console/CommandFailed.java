package dev.weir.cli.console;

import java.util.List;

/** A command cannot do what it was asked: what happened and why, in one line, and what to do next, in some more. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> next;

    /** @param next each a step that somebody can take; may be none */
    public CommandFailed(String what, Throwable cause, List<String> next) {
        super(text(what, next), cause);
        this.next = List.copyOf(next);
    }

    public CommandFailed(String what, Throwable cause, String... next) {
        this(what, cause, List.of(next));
    }

    /** What can be done about it. */
    public List<String> next() {
        return next;
    }

    private static String text(String what, List<String> next) {
        var text = new StringBuilder(what);
        for (String step : next) text.append("\n  ").append(step);
        return text.toString();
    }
}
