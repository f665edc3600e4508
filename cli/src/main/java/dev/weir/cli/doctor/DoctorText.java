package dev.weir.cli.doctor;

import dev.weir.analysis.Paragraph;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Evidence;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import dev.weir.doctor.Doctor.Diagnosis;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.Result;
import dev.weir.doctor.visit.Talk;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis for a person: verdict, evidence, what to do. */
final class DoctorText {
    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final PrintWriter out;
    private final boolean why;

    /** @param why also print what was ruled out, confidence and reference */
    DoctorText(Terminal terminal, PrintWriter out, boolean why) {
        this.terminal = terminal;
        this.out = out;
        this.why = why;
    }

    /** What a step saw, in a line. */
    static String step(Result result) {
        return String.format(Locale.ROOT, "  %-9s %8s  %s", result.step(), Quantity.time(result.nanos()),
                result.text());
    }

    void print(Diagnosis diagnosis) {
        if (diagnosis.isHealthy()) {
            out.println(healthy(healthy(diagnosis)));
            return;
        }
        for (var finding : diagnosis.findings()) {
            if (finding != diagnosis.findings().getFirst()) out.println();
            print(finding);
        }
    }

    /** The verdict where there is nothing to find. */
    String healthy(String what) {
        return terminal.paint(Style.GREEN, "healthy") + ": " + what;
    }

    /** One of them. */
    void print(Finding finding) {
        String name = finding.fault().name();
        for (String line : lines(name + ": " + finding.verdict(), 0)) {
            out.println(line.startsWith(name) ? terminal.paint(Style.RED, name) + line.substring(name.length())
                    : line);
        }
        line("side", finding.culprit().text());
        for (Evidence evidence : finding.evidence()) line("because", evidence.text());
        if (why) {
            for (var other : finding.ruledOut()) line("not", other.fault() + ": " + other.by().text());
            line("how sure", finding.confidence().name().toLowerCase(Locale.ROOT) + switch (finding.confidence()) {
                case CERTAIN -> ": nothing else leaves this evidence";
                case PROVEN -> ": what else would leave it was ruled out";
                case LIKELY -> ": the usual cause of it; others are not ruled out";
            });
            if (!finding.reference().isEmpty()) line("see", finding.reference());
        }
        if (finding.costNanos() > 0) line("costs", Quantity.time(finding.costNanos()));
        line("do", finding.advice());
    }

    private void line(String what, String text) {
        String label = INDENT + String.format(Locale.ROOT, "%-10s ", what);
        String margin = terminal.paint(Style.BOLD, label);
        for (String line : lines(text, label.length())) {
            out.println(margin + line);
            margin = " ".repeat(label.length());
        }
    }

    /** On a terminal as wide as it is; elsewhere one line, for grep. */
    private List<String> lines(String text, int indent) {
        if (!terminal.interactive()) return List.of(text);
        return Paragraph.wrap(text, Math.max(Terminal.DEFAULT_COLUMNS, terminal.columns()) - indent);
    }

    private static String healthy(Diagnosis diagnosis) {
        var connected = diagnosis.visit().all(Attempt.class).stream().filter(Attempt::isConnected).toList();
        var parts = new ArrayList<String>();
        parts.add(diagnosis.visit().target() + (connected.size() > 1 ? " connects at " + connected.size() + " addresses"
                : " connects") + " in " + Quantity.time(connected.getFirst().nanos()));
        diagnosis.visit().first(Handshake.class).map(Handshake::version).filter(version -> !version.isEmpty())
                .ifPresent(parts::add);
        diagnosis.visit().first(Talk.class).flatMap(Talk::recognised)
                .ifPresent(what -> parts.add(what.protocol().text() + " " + what.text()));
        return String.join(", ", parts);
    }
}
