package dev.weir.cli.analyze;

import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** What was found, the most time lost first; of any number, the first {@value #MOST} are kept and all are counted. */
final class Ranking {
    static final int MOST = 1000;

    private static final Comparator<Claim> ORDER =
            Comparator.<Claim>comparingLong(claim -> claim.finding().costNanos()).reversed()
                    .thenComparing(claim -> claim.finding().fault()).thenComparing(Claim::connection);

    private final PriorityQueue<Claim> last = new PriorityQueue<>(ORDER.reversed());
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> costNanos = new EnumMap<>(Fault.class);

    void add(Claim claim) {
        var fault = claim.finding().fault();
        counts.merge(fault, 1L, Long::sum);
        costNanos.merge(fault, claim.finding().costNanos(), Long::sum);
        last.add(claim);
        if (last.size() > MOST) last.remove();
    }

    /** Of this kind, kept or not. */
    long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** Time lost to this kind, over all connections. */
    long costNanos(Fault fault) {
        return costNanos.getOrDefault(fault, 0L);
    }

    /** Of all kinds, those that only tell of the capture left out. */
    long count() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().faultClass() != FaultClass.ARTEFACT)
                .mapToLong(Map.Entry::getValue).sum();
    }

    /** In order. */
    List<Claim> claims() {
        var list = new ArrayList<>(last);
        list.sort(ORDER);
        return list;
    }

    /** The first of each kind, the kind that took the most time first. */
    List<Claim> worstOfEach() {
        var seen = EnumSet.noneOf(Fault.class);
        var worst = new ArrayList<Claim>();
        for (var claim : claims()) {
            if (seen.add(claim.finding().fault())) worst.add(claim);
        }
        worst.sort(Comparator.comparingLong((Claim claim) -> costNanos(claim.finding().fault())).reversed());
        return worst;
    }
}
