package dev.weir.lab.drill.script;

import java.util.Set;

/** The congestion controls that a script may ask for: what this stack has, by the names that the systems give them. */
final class CongestionNames {
    private static final Set<String> KNOWN = Set.of("reno", "newreno");

    private CongestionNames() {}

    /** @throws NotApplicable for one that this stack does not have */
    static void demandKnown(String name) {
        if (!KNOWN.contains(name)) throw new NotApplicable("congestion control " + name);
    }
}
