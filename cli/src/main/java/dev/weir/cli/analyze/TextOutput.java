package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Finding;
import java.util.List;

/** The verdict, the findings and the table. */
final class TextOutput implements Output {
    private final AnalyzeText text;
    private final FindingText findings;
    private final Selection selection;
    private final boolean quiet;

    TextOutput(AnalyzeText text, FindingText findings, Selection selection, boolean quiet) {
        this.text = text;
        this.findings = findings;
        this.selection = selection;
        this.quiet = quiet;
    }

    @Override
    public void connection(Conversation conversation, List<Finding> found) {
        selection.add(conversation);
    }

    @Override
    public void end(Result result) {
        text.summary(result, selection.seen());
        if (!quiet) text.artefacts(result.artefacts());
        findings.kinds(result.findings());
        text.table(selection, result.tally());
    }
}
