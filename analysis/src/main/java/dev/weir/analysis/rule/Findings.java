package dev.weir.analysis.rule;

import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.finding.Finding;
import java.util.ArrayList;
import java.util.List;

/** What was found in one conversation (or, by rules about files, in one file) so far. */
public final class Findings {
    private final String subject;
    private final List<Finding> found = new ArrayList<>(2);

    /** @param subject whose they are, as {@link Finding#subject()} */
    public Findings(String subject) {
        this.subject = subject;
    }

    /** Begins a finding about the subject. */
    public Finding.Draft of(Fault fault) {
        return Finding.of(fault, subject);
    }

    public void claim(Finding.Draft draft) {
        found.add(draft.claim());
    }

    public boolean has(Fault fault) {
        return found.stream().anyMatch(finding -> finding.fault() == fault);
    }

    /** Whether anything of these classes was found: what explains a conversation needs no second explanation. */
    public boolean hasAny(FaultClass... classes) {
        var wanted = List.of(classes);
        return found.stream().anyMatch(finding -> wanted.contains(finding.fault().faultClass()));
    }

    public List<Finding> list() {
        return List.copyOf(found);
    }
}
