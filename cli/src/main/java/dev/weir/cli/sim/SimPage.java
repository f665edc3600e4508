package dev.weir.cli.sim;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.chart.Chart;
import dev.weir.analysis.chart.Curve;
import dev.weir.analysis.chart.FlowCharts;
import dev.weir.analysis.chart.Page;
import dev.weir.analysis.chart.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run as a page with charts. */
final class SimPage {
    private static final int SEQUENCE_CHARTS = 3;

    private final Simulation simulation;

    private SimPage(Simulation simulation) {
        this.simulation = simulation;
    }

    static Page of(Simulation simulation, List<Evidence> evidence) {
        return new SimPage(simulation).page(evidence);
    }

    private Page page(List<Evidence> evidence) {
        var scenario = simulation.scenario();
        var page = new Page.Builder(scenario.title(), simulation.elapsedNanos())
                .text(scenario.text().replaceAll("\\s+", " "))
                .fact("scenario", scenario.name())
                .fact("seed", Long.toString(simulation.run().seed()))
                .fact("simulated time", Quantity.time(simulation.elapsedNanos()))
                .fact("truth", SimText.describe(scenario.truth()));
        simulation.fairness().ifPresent(
                fairness -> page.fact("fairness (Jain)", String.format(Locale.ROOT, "%.3f", fairness)));
        var charts = new FlowCharts(simulation.flows(), simulation.beginAt(), simulation.untilAt());
        page.table(charts.table());
        page.shares(charts.spending());
        page.table(links());
        if (!evidence.isEmpty()) {
            page.table(new Page.Table("What must be seen", List.of("claim", "seen", "found"), evidence.stream()
                    .map(each -> List.of(each.claim(), each.seen() ? "yes" : "NO", each.found())).toList()));
        }
        page.chart(charts.goodput()).chart(charts.congestionWindow()).chart(charts.roundTrips()).chart(queues());
        simulation.flows().stream().limit(SEQUENCE_CHARTS).forEach(flow -> page.chart(charts.sequence(flow)));
        return page.events(charts.events()).build();
    }

    private Page.Table links() {
        var rows = new ArrayList<List<String>>();
        for (var lane : simulation.lanes()) {
            var statistics = lane.statistics();
            if (statistics.packets() == 0) continue;
            rows.add(List.of(lane.name(), Long.toString(statistics.packets()),
                    statistics.counts().isEmpty() ? "nothing" : SimText.causes(statistics.counts()),
                    Quantity.bytes(simulation.meanQueueBytes(lane)),
                    Quantity.bytes(statistics.queue().highest())));
        }
        for (var node : simulation.active()) {
            rows.add(List.of(node.name(), "", SimText.causes(node.place().counts()), "", ""));
        }
        return new Page.Table("Links and boxes",
                List.of("where", "packets", "what happened to them", "mean queue", "max queue"),
                rows);
    }

    private Chart queues() {
        var curves = new ArrayList<Curve>();
        for (var lane : simulation.lanes()) {
            if (lane.statistics().queue().highest() == 0) continue;
            curves.add(Curve.of(lane.name(), Curve.Style.AREA, curves.size(), Occupancy.of(lane),
                    simulation.beginAt()));
        }
        return new Chart("Queues", "Bytes waiting at a link, the one that is being sent not counted.", Unit.BYTES,
                curves);
    }
}
