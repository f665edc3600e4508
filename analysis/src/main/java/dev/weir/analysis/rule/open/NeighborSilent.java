package dev.weir.analysis.rule.open;

import dev.weir.analysis.capture.Notice.NeighborLookup;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** The address belongs to this link, and nobody on it says that it is his. */
public final class NeighborSilent implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (!Silence.isWhole(c, context, findings)) return;
        var address = c.server().address();
        var asked = context.neighborLookups().stream()
                .filter(lookup -> !lookup.answer() && lookup.target().equals(address)).toList();
        boolean answered = context.neighborLookups().stream()
                .anyMatch(lookup -> lookup.answer() && lookup.target().equals(address));
        if (asked.isEmpty() || answered) return;
        findings.claim(findings.of(Fault.HOST_DOWN)
                .verdict("No machine on this link has the address " + address + ".")
                .because(asked.size() + " questions for its link-layer address got no answer",
                        asked.stream().map(NeighborLookup::frame).toList())
                .not(Fault.FIREWALL_DROP, "filters do not hold back answers to such questions",
                        asked.getFirst().frame())
                .cost(Silence.costNanos(c)));
    }
}
