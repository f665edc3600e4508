package dev.weir.cli.drill;

import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Judgements for a person: a line for each script, a report for each failure, and what it came to. */
final class DrillText {
    private static final String MARGIN = "    ";
    private static final String CONTINUED = " ".repeat(16);
    private static final int COLUMNS = 80;

    private final Terminal terminal;
    private final PrintWriter out;
    private final Detail detail;

    /** How much is said. */
    enum Detail {
        /** Failures in one line, and the totals. */
        BRIEF,
        /** A line for each script, a report for each failure. */
        USUAL,
        /** And what had happened before it. */
        FULL
    }

    DrillText(Terminal terminal, PrintWriter out, Detail detail) {
        this.terminal = terminal;
        this.out = out;
        this.detail = detail;
    }

    /** @param several whether the version of IP must be told */
    void print(Judgement judgement, boolean several) {
        boolean failed = judgement.end() == Judgement.End.FAILED;
        if (detail == Detail.BRIEF && !failed) return;
        String family = several ? " (" + judgement.family().text() + ")" : "";
        String what = judgement.what().isEmpty() ? "" : ": " + judgement.what();
        line(terminal.paint(style(judgement.end()), "%-5s".formatted(judgement.end().word())) + " "
                + judgement.place() + family + what);
        if (!judgement.problem().isEmpty()) line(MARGIN + judgement.problem());
        if (!failed || detail == Detail.BRIEF || judgement.report().isEmpty()) return;
        line("");
        judgement.report().lines().skip(1).forEach(this::reported);
        if (detail == Detail.FULL) judgement.history().lines().forEach(this::reported);
        line("");
    }

    /** Broken between words where it is too long. */
    private void reported(String row) {
        String rest = row.isEmpty() ? "" : MARGIN + row;
        while (rest.length() > COLUMNS) {
            int end = rest.lastIndexOf(' ', COLUMNS);
            if (end <= CONTINUED.length()) break;
            line(rest.substring(0, end).stripTrailing());
            rest = CONTINUED + rest.substring(end).strip();
        }
        line(rest);
    }

    private static Style style(Judgement.End end) {
        return switch (end) {
            case PASSED -> Style.GREEN;
            case FAILED -> Style.RED;
            case EXPECTED_FAILURE, NOT_APPLICABLE -> Style.DIM;
        };
    }

    void print(Totals totals) {
        List<Map.Entry<String, Integer>> reasons = totals.reasons();
        line("");
        line("%6d passed".formatted(totals.passed()));
        line("%6d failed".formatted(totals.failed()));
        if (totals.expectedFailures() > 0) line("%6d failed as expected".formatted(totals.expectedFailures()));
        if (!reasons.isEmpty()) line("%6d not applicable:".formatted(totals.notApplicable()));
        for (var reason : reasons) line("%8s%6d  %s".formatted("", reason.getValue(), reason.getKey()));
        line("");
        line(totals.closingLine());
    }

    private void line(String text) {
        out.print(text + "\n");
        out.flush();
    }
}
