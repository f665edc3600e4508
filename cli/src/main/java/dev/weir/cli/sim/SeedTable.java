package dev.weir.cli.sim;

import dev.weir.analysis.chart.Unit;
import dev.weir.analysis.flow.Distribution;
import dev.weir.analysis.flow.EndpointMeter;
import dev.weir.analysis.flow.FlowReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The same scenario with many seeds: least, median and greatest of each quantity. */
final class SeedTable {
    private static final String ROW = "  %-30s %13s %13s %13s";

    private final Map<String, Samples> rows = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> ends = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private int runs;

    private record Samples(Unit unit, Distribution values) {}

    void add(Simulation simulation, List<Evidence> evidence) {
        runs++;
        for (var flow : simulation.flows()) add(flow);
        for (var lane : simulation.lanes()) {
            var statistics = lane.statistics();
            if (statistics.dropped() > 0) sample(lane.name() + " lost", Unit.PACKETS, statistics.dropped());
        }
        for (var each : evidence) seen.merge(each.claim(), each.seen() ? 1 : 0, Integer::sum);
    }

    private void add(FlowReport flow) {
        var half = flow.main();
        String name = flow.name();
        sample(name + " goodput", Unit.BITS_PER_SECOND, half.goodputBitsPerSecond());
        sample(name + " duration", Unit.NANOS, flow.elapsedNanos());
        half.from().map(EndpointMeter::rtt).filter(rtt -> rtt.count() > 0).ifPresent(rtt -> {
            sample(name + " RTT median", Unit.NANOS, rtt.percentile(50));
            sample(name + " RTT p95", Unit.NANOS, rtt.percentile(95));
        });
        sample(name + " sent again", Unit.PACKETS, half.retransmitted());
        ends.computeIfAbsent(name, _ -> new TreeMap<>()).merge(flow.end().text(), 1, Integer::sum);
    }

    private void sample(String name, Unit unit, long value) {
        rows.computeIfAbsent(name, _ -> new Samples(unit, new Distribution())).values().add(value);
    }

    /** Whether everything that must be seen was seen with every seed. */
    boolean allSeen() {
        return seen.values().stream().allMatch(count -> count == runs);
    }

    /** @param title the scenario and its seeds */
    List<String> lines(String title) {
        var lines = new ArrayList<String>();
        lines.add(title);
        lines.add(String.format(Locale.ROOT, ROW, "", "least", "median", "greatest"));
        rows.forEach((name, row) -> lines.add(String.format(Locale.ROOT, ROW, name,
                row.unit().text(row.values().least()),
                row.unit().text(row.values().percentile(50)), row.unit().text(row.values().greatest()))
                + (row.values().count() < runs ? "  (" + row.values().count() + " of " + runs + " runs)" : "")));
        ends.forEach((name, counts) -> {
            var text = new ArrayList<String>();
            counts.forEach((end, count) -> text.add(count + " " + end));
            lines.add("  " + name + " ended: " + String.join(", ", text));
        });
        seen.forEach((claim, count) -> lines.add("  " + (count == runs ? "seen in all" : "SEEN IN " + count + " of "
                + runs)
                + ": " + claim));
        return lines;
    }
}
