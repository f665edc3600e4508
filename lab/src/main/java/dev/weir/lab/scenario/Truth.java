package dev.weir.lab.scenario;

import java.util.List;

/**
 * What is really wrong in a scenario: the label of a data set for diagnosis.
 *
 * @param fault a stable name, {@code FIREWALL_DROP}; {@link #HEALTHY} where nothing is wrong
 * @param number of the fault in the catalogue of faults; 0 where it has none
 * @param side at fault
 * @param at the host, link or box that causes it; empty where nothing is wrong
 * @param see what must be seen when the scenario runs: comparisons such as {@code "web.retransmitted > 0"}
 */
public record Truth(String fault, int number, Party side, String at, List<String> see) {
    /** The fault of a network without one. */
    public static final String HEALTHY = "HEALTHY";

    public static final Truth NOTHING_WRONG = new Truth(HEALTHY, 0, Party.NOBODY, "", List.of());

    public Truth {
        see = List.copyOf(see);
    }

    /** Who is at fault. */
    public enum Party { NOBODY, CLIENT, SERVER, NETWORK }
}
