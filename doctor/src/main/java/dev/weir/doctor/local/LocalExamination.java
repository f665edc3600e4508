package dev.weir.doctor.local;

import dev.weir.analysis.finding.Finding;
import java.util.ArrayList;
import java.util.List;

/** All rules about this machine, those that hurt connections now first. */
public final class LocalExamination {
    private static final List<LocalRule> HURTING = List.of(new AcceptQueueRule(), new HalfOpenRule(),
            new ConntrackRule(), new EphemeralPortRule(), new CloseWaitRule());
    private static final List<LocalRule> OF_A_PORT = List.of(new PortHeldRule(), new TimeWaitRule());

    private LocalExamination() {}

    /**
     * What is wrong. That a port is held, or was until a moment ago, is told only of the port that is asked about, and
     * only where nothing worse is wrong with it: a listener is no fault in itself.
     */
    public static List<Finding> judge(LocalState state) {
        var found = new ArrayList<Finding>();
        for (var rule : HURTING) found.addAll(rule.judge(state));
        if (state.port().isEmpty() || !found.isEmpty()) return found;
        for (var rule : OF_A_PORT) found.addAll(rule.judge(state));
        return found;
    }
}
