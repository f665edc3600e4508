package dev.weir.doctor.rule;

import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Visit;
import java.util.List;

/** All of them, the one that explains most first. */
public final class Rules {
    private static final List<Rule> ALL = List.of(new ConnectRules(), new PathRules(), new TlsRules(),
            new TalkRules(), new NameRules(), new AddressRules(), new DelayRules());

    private Rules() {}

    /** The first finding is the verdict. */
    public static List<Finding> judge(Visit visit) {
        return ALL.stream().flatMap(rule -> rule.judge(visit).stream()).toList();
    }
}
