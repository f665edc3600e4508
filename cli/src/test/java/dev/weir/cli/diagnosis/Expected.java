package dev.weir.cli.diagnosis;

import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.lab.scenario.Truth;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What captures of a scenario may say, by its label.
 *
 * @param fault that must be found at some point; empty where nothing is wrong
 * @param allowed that may be found at any point: the fault, what is true as well, and what is said honestly where a
 *     capture cannot prove more
 */
record Expected(Optional<Fault> fault, Set<Fault> allowed) {
    /** True beside the label, for the reason that stands behind each. */
    private static final Map<String, Set<Fault>> ALSO_TRUE = Map.of(
            "port-reused", EnumSet.of(Fault.IDLE_CUT), // of the older connection
            "ack-loss", EnumSet.of(Fault.FIRST_SYN_LOST), // of a SYN, too, goes that way
            "sack-stripped", EnumSet.of(Fault.PACKET_LOSS), // without loss SACK would not be missed
            "syn-flood", EnumSet.of(Fault.WINDOW_SMALLER_THAN_BDP)); // what a cookie costs the client

    /** Only two captures together prove it, or nobody loses time by it. */
    private static final Set<String> NOT_FROM_ONE_CAPTURE = Set.of("ack-loss");

    static Expected of(String scenario, Truth truth) {
        if (truth.fault().equals(Truth.HEALTHY)) return new Expected(Optional.empty(), EnumSet.noneOf(Fault.class));
        var fault = fault(truth);
        var allowed = EnumSet.of(fault);
        allowed.addAll(ALSO_TRUE.getOrDefault(scenario, Set.of()));
        var silent = fault.faultClass() == FaultClass.SILENT || fault.faultClass() == FaultClass.PATH;
        if (silent) allowed.add(Fault.NO_ANSWER);
        return new Expected(NOT_FROM_ONE_CAPTURE.contains(scenario) ? Optional.empty() : Optional.of(fault), allowed);
    }

    /** By its name, or else by its number: labels may be finer than the catalogue. */
    private static Fault fault(Truth truth) {
        return Arrays.stream(Fault.values()).filter(fault -> fault.name().equals(truth.fault())).findFirst()
                .orElseGet(() -> Arrays.stream(Fault.values())
                        .filter(fault -> fault.number() != 0 && fault.number() == truth.number()).findFirst()
                        .orElseThrow(() -> new AssertionError("no fault for " + truth)));
    }
}
