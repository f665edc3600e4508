package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which connections a report shows: in its table the first ones, in its charts those that lost or moved the most. */
final class Drawn {
    private static final int MOST = 4;

    private final Selection listed;
    private final Selection largest = new Selection(Sort.BYTES, MOST);
    private final List<Detail.Wanted> worst = new ArrayList<>();
    private final Map<Long, List<Finding>> findings = new HashMap<>();
    private final boolean wanted;

    /** @param lines of the table; 0: there is no report */
    Drawn(long lines) {
        wanted = lines > 0;
        listed = new Selection(Sort.START, Math.max(1, lines));
    }

    void add(Conversation conversation, List<Finding> found) {
        if (!wanted) return;
        listed.add(conversation);
        largest.add(conversation);
        if (found.isEmpty()) return;
        findings.put(conversation.number(), found);
        worst.add(new Detail.Wanted(conversation, found));
        worst.sort(Comparator.comparingLong(Drawn::costNanos).reversed());
        if (worst.size() > MOST) findings.remove(worst.removeLast().conversation().number());
    }

    private static long costNanos(Detail.Wanted wanted) {
        return wanted.findings().stream().mapToLong(Finding::costNanos).sum();
    }

    /** For the table. */
    List<Conversation> listed() {
        return listed.kept();
    }

    /** For charts: those with findings first, then the largest. */
    List<Detail.Wanted> wanted() {
        var chosen = new LinkedHashMap<Long, Detail.Wanted>();
        for (var each : worst) chosen.put(each.conversation().number(), each);
        for (var c : largest.kept()) {
            if (chosen.size() < MOST) {
                chosen.putIfAbsent(c.number(), new Detail.Wanted(c, findings.getOrDefault(c.number(), List.of())));
            }
        }
        return List.copyOf(chosen.values());
    }
}
