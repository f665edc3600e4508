package dev.weir.cli.analyze;

import dev.weir.analysis.Paragraph;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Evidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Findings for a person: what, who, what it cost and what to do; with {@code --why} also what proves it. */
final class FindingText {
    private static final String MARGIN = "   ";
    private static final int SHOWN = 10;

    private final Terminal terminal;
    private final int columns;
    private final boolean why;
    private final Consumer<String> out;

    FindingText(Terminal terminal, int columns, boolean why, Consumer<String> out) {
        this.terminal = terminal;
        this.columns = columns;
        this.why = why;
        this.out = out;
    }

    /** The worst of each kind, artefacts left out. */
    void kinds(Ranking ranking) {
        var worst = ranking.worstOfEach().stream().filter(claim -> !claim.isArtefact()).toList();
        int number = 1;
        for (var claim : worst.subList(0, why ? worst.size() : Math.min(SHOWN, worst.size()))) {
            show(number++, claim, ranking);
        }
        if (number <= worst.size()) {
            out.accept("");
            out.accept(terminal.paint(Style.DIM, (worst.size() - number + 1) + " more kinds: --why shows all"));
        }
    }

    /** All of one connection. */
    void all(List<Finding> findings, Conversation conversation) {
        int number = 1;
        var ranking = new Ranking();
        for (var finding : findings) {
            ranking.add(Claim.of(finding, conversation));
        }
        for (var claim : ranking.claims()) show(number++, claim, ranking);
    }

    private void show(int number, Claim claim, Ranking ranking) {
        var finding = claim.finding();
        Fault fault = finding.fault();
        long count = ranking.count(fault);
        long cost = ranking.costNanos(fault);
        out.accept("");
        String head = number + ". " + fault.name();
        String rest = "  " + finding.culprit().text() + (cost == 0 ? "" : ", " + Quantity.time(cost) + " lost")
                + (count > 1 ? ", " + Quantity.count(count, "connection") : "")
                + (finding.confidence() == Confidence.LIKELY ? ", likely" : "");
        out.accept(terminal.paint(Style.RED, head) + rest);
        paragraph((count > 1 ? "for one " : "") + place(claim) + ": " + finding.verdict(), "");
        paragraph("To do: " + finding.advice(), "       ");
        if (why) proof(finding);
    }

    private static String place(Claim claim) {
        String number = claim.connection() == Claim.OF_THE_FILE ? "" : "#" + claim.connection() + " ";
        return number + claim.finding().subject();
    }

    private void proof(Finding finding) {
        paragraph("Sure: " + switch (finding.confidence()) {
            case CERTAIN -> "certain, no other cause leaves this evidence";
            case PROVEN -> "proven, the other causes were ruled out";
            case LIKELY -> "likely, the usual cause of this evidence";
        }, "      ");
        for (var evidence : finding.evidence()) paragraph("- " + withFrames(evidence), "  ");
        for (var other : finding.ruledOut()) {
            paragraph("- not " + other.fault().name() + ": " + withFrames(other.by()), "  ");
        }
        if (!finding.reference().isEmpty()) paragraph("See " + finding.reference() + ".", "");
    }

    private static String withFrames(Evidence evidence) {
        if (evidence.frames().isEmpty()) return evidence.text();
        return evidence.text() + " (" + (evidence.frames().size() == 1 ? "packet " : "packets ")
                + evidence.frames().stream().map(Object::toString).collect(Collectors.joining(", ")) + ")";
    }

    private void paragraph(String text, String hanging) {
        String margin = MARGIN;
        for (String line : wrapped(text, hanging)) {
            out.accept(margin + line);
            margin = MARGIN + hanging;
        }
    }

    private List<String> wrapped(String text, String hanging) {
        return Paragraph.wrap(text, columns - MARGIN.length() - hanging.length());
    }
}
