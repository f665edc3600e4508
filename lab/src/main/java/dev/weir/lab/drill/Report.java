package dev.weir.lab.drill;

import dev.weir.lab.drill.script.Script;

/** The text of a failure: what a person needs to see which of the two is wrong, the script or the stack. */
record Report(Script script, Variant variant, int line, String what, String connection, Chronicle chronicle) {
    private static final int LINES_BEFORE = 3;
    private static final int HISTORY = 24;

    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append(script.name()).append(':').append(line).append(" (").append(variant).append(")\n");
        int first = Math.max(1, line - LINES_BEFORE);
        int heading = heading(first);
        if (heading < first) append(text, heading);
        for (int number = first; number <= line; number++) append(text, number);
        text.append('\n').append(what.stripTrailing()).append("\n\n");
        text.append("connection  ").append(connection).append('\n');
        text.append("last drop   ").append(chronicle.lastDrop()).append('\n');
        text.append("before\n").append(chronicle.last(HISTORY));
        return text.toString();
    }

    private void append(StringBuilder text, int number) {
        text.append(number == line ? "> " : "  ").append("%4d  ".formatted(number));
        text.append(script.line(number)).append('\n');
    }

    /** The comment that names the case: the nearest one above; {@code before} if there is none. */
    private int heading(int before) {
        int number = line;
        while (number > 0 && !script.line(number).startsWith("//")) number--;
        return number > 0 ? number : before;
    }
}
