package dev.weir.cli.sim;

import dev.weir.analysis.Paragraph;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.chart.TextPlot;
import dev.weir.analysis.chart.Unit;
import dev.weir.analysis.flow.EndpointMeter;
import dev.weir.analysis.flow.FlowReport;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Flow;
import dev.weir.lab.net.Lane;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.scenario.Truth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** One run for a person: what each flow got, what held it up, what the network did, and how cwnd and queue went. */
final class SimText {
    private static final int NAME = 14;
    private static final int PLOT_ROWS = 6;
    private static final int PLOTTED_FLOWS = 2;
    private static final int PLOTTED_CHANGES = 3; // of cwnd; fewer say nothing

    private final Terminal terminal;
    private final boolean unicode;
    private final Consumer<String> out;

    SimText(Terminal terminal, boolean unicode, Consumer<String> out) {
        this.terminal = terminal;
        this.unicode = unicode;
        this.out = out;
    }

    void print(Simulation simulation, List<Evidence> evidence) {
        head(simulation);
        for (var flow : simulation.flows()) flow(flow);
        for (var part : simulation.run().flows()) {
            if (part.flow().isEmpty()) heading("flow " + part.part().name(), "did not begin before the run ended");
        }
        simulation.fairness().ifPresent(fairness -> {
            row("fairness", String.format(Locale.ROOT, "%.3f", fairness) + ": Jain's index over the goodput of "
                    + Quantity.count(simulation.transfers().size(), "transfer"));
            out.accept("");
        });
        network(simulation);
        truth(simulation.scenario().truth(), evidence);
        plots(simulation);
    }

    private void head(Simulation simulation) {
        var scenario = simulation.scenario();
        heading("scenario " + scenario.name(), scenario.title());
        if (!scenario.text().isEmpty()) paragraph(scenario.text().replaceAll("\\s+", " "));
        row("run", "seed " + simulation.run().seed() + ", " + Quantity.time(simulation.elapsedNanos()) + " of at most "
                + Quantity.time(scenario.duration().toNanos()) + ", in simulated time");
        out.accept("");
    }

    // ---- flows

    private void flow(FlowReport flow) {
        var half = flow.main();
        String sender = half.from().map(EndpointMeter::host).orElse("nobody");
        String receiver = half.to().map(EndpointMeter::host).orElse("nobody");
        heading("flow " + flow.name(), sender + " to " + receiver + ": " + end(flow));
        var name = flow.client().flow();
        row("connection", Flow.endpoint(name.local(), name.localPort()) + " -> "
                + Flow.endpoint(name.remote(), name.remotePort()) + ", " + Quantity.time(flow.elapsedNanos()));
        if (half.deliveredBytes() > 0) {
            row("goodput", Quantity.rate(half.goodputBitsPerSecond()) + ": " + Quantity.bytes(half.deliveredBytes())
                    + " in "
                    + Quantity.time(half.deliveryNanos()));
        } else {
            row("goodput", "nothing was delivered");
        }
        half.from().ifPresent(meter -> sender(flow, meter));
        out.accept("");
    }

    private void sender(FlowReport flow, EndpointMeter meter) {
        var rtt = meter.rtt();
        if (rtt.count() > 0) {
            row("RTT", "min " + Quantity.time(rtt.least()) + ", median " + Quantity.time(rtt.percentile(50)) + ", p95 "
                    + Quantity.time(rtt.percentile(95)) + ", max " + Quantity.time(rtt.greatest()) + " ("
                    + Quantity.count(rtt.count(), "sample") + ")");
        }
        row("sent", Quantity.count(meter.segmentsSent(), "segment") + ", " + meter.dataSegmentsSent() + " with data; "
                + resent(meter));
        if (meter.greatestPeerWindowBytes() >= 0) {
            row("windows", "largest in flight " + Quantity.bytes(meter.largestInFlightBytes())
                    + (meter.cwnd().isEmpty() ? "" : ", largest cwnd " + Quantity.bytes(meter.cwnd().greatest()))
                    + ", offered " + Quantity.bytes(meter.leastPeerWindowBytes())
                    + " to " + Quantity.bytes(meter.greatestPeerWindowBytes())
                    + (meter.zeroWindows() == 0 ? "" : ", closed " + times(meter.zeroWindows())));
        }
        row("time", spent(meter, flow.until()));
        if (meter.softError() != CloseReason.NONE) row("told", meter.softError().text() + " (ICMP)");
    }

    private static String end(FlowReport flow) {
        return flow.end() == CloseReason.NONE ? "still open" : flow.end().text();
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String resent(EndpointMeter meter) {
        var repeated = meter.retransmissions();
        if (repeated.isEmpty()) return "none again";
        var causes = new StringJoiner(", ", " (", ")");
        repeated.forEach((cause, count) -> causes.add(count + " " + cause.manner()));
        return meter.retransmitted() + " again" + causes;
    }

    static String spent(EndpointMeter meter, long until) {
        long whole = meter.elapsedNanos(until);
        var text = new StringJoiner(", ", Quantity.time(whole) + " = ", "");
        meter.spentNanos(until).forEach((phase, nanos) ->
                text.add(Quantity.time(nanos) + " (" + percent(nanos, whole) + ") for " + phase.text()));
        return whole == 0 ? "0 s" : text.toString();
    }

    private static String percent(long part, long whole) {
        return StrictMath.round(part * 1000.0 / whole) / 10.0 + "%";
    }

    // ---- the network

    private void network(Simulation simulation) {
        heading("network", Quantity.count(simulation.run().network().links().size(), "link"));
        for (var lane : simulation.lanes()) lane(lane, simulation);
        for (var node : simulation.active()) row(node.name(), causes(node.place().counts()));
        out.accept("");
    }

    private void lane(Lane lane, Simulation simulation) {
        var statistics = lane.statistics();
        if (statistics.packets() == 0) return;
        var text = new StringBuilder(Quantity.count(statistics.packets(), "packet"));
        text.append(statistics.counts().isEmpty() ? ", none harmed" : ", " + causes(statistics.counts()));
        if (statistics.queue().highest() > 0) {
            text.append("; queue mean ").append(Quantity.bytes(simulation.meanQueueBytes(lane)))
                    .append(", max ").append(Quantity.bytes(statistics.queue().highest()));
        }
        if (lane.impairment().rateBitsPerSecond() > 0) {
            text.append("; busy ").append(percent(statistics.busyNanos(), simulation.elapsedNanos()));
        }
        row(lane.name(), text.toString());
    }

    static String causes(Map<Cause, Long> counts) {
        var text = new StringJoiner(", ");
        counts.forEach((cause, count) -> text.add(count + " " + word(cause)));
        return text.toString();
    }

    private static String word(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    // ---- the truth

    private void truth(Truth truth, List<Evidence> evidence) {
        if (truth.fault().equals(Truth.HEALTHY) && evidence.isEmpty()) return;
        heading("truth", describe(truth));
        for (var each : evidence) {
            row(each.seen() ? "seen" : "NOT SEEN", each.claim() + (each.seen() ? " (" : " (but ") + each.found() + ")");
        }
        out.accept("");
    }

    static String describe(Truth truth) {
        if (truth.fault().equals(Truth.HEALTHY)) return "nothing is wrong";
        return truth.fault() + (truth.number() == 0 ? "" : " (fault " + truth.number() + ")") + ", caused by "
                + (truth.side() == Truth.Party.NOBODY ? "nobody" : "the "
                + truth.side().name().toLowerCase(Locale.ROOT))
                + (truth.at().isEmpty() ? "" : ": " + truth.at());
    }

    // ---- plots

    private void plots(Simulation simulation) {
        long begin = simulation.beginAt();
        long until = Math.max(simulation.untilAt(), begin + 1);
        var plot = new TextPlot(Terminal.DEFAULT_COLUMNS, PLOT_ROWS, unicode);
        int plotted = 0;
        for (var flow : simulation.flows()) {
            Optional<EndpointMeter> sender = flow.main().from().filter(meter -> meter.cwnd().size() >= PLOTTED_CHANGES);
            if (sender.isEmpty()) continue;
            if (++plotted > PLOTTED_FLOWS) break;
            String title = "cwnd of " + flow.name() + " (" + sender.get().host() + ")";
            plot.lines(bold(title), Unit.BYTES, sender.get().cwnd(), begin, until).forEach(out);
        }
        simulation.bottleneck().ifPresent(lane -> plot.lines(bold("queue of " + lane.name()), Unit.BYTES,
                Occupancy.of(lane), begin, until).forEach(out));
    }

    private String bold(String text) {
        return terminal.paint(Style.BOLD, text);
    }

    private void heading(String name, String text) {
        var lines = Paragraph.wrap(name + ": " + text, Terminal.DEFAULT_COLUMNS);
        out.accept(bold(name) + lines.getFirst().substring(Math.min(name.length(), lines.getFirst().length())));
        for (String line : lines.subList(1, lines.size())) out.accept("  " + line);
    }

    private void paragraph(String text) {
        Paragraph.wrap(text, Terminal.DEFAULT_COLUMNS - 2).forEach(line -> out.accept("  " + line));
    }

    private void row(String name, String text) {
        String label = "  " + name + " ".repeat(Math.max(1, NAME - name.length()));
        for (String piece : Paragraph.wrap(text, Terminal.DEFAULT_COLUMNS - label.length())) {
            out.accept(label + piece);
            label = " ".repeat(label.length());
        }
    }
}
