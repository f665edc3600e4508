package dev.weir.cli.sim;

import static dev.weir.cli.console.JsonOutput.micros;

import dev.weir.analysis.Side;
import dev.weir.analysis.flow.EndpointMeter;
import dev.weir.analysis.flow.FlowReport;
import dev.weir.cli.console.JsonOutput;
import dev.weir.core.event.Flow;
import dev.weir.lab.net.Lane;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.Truth;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Runs as one JSON object; {@code docs/json/sim.schema.json} describes it. */
final class SimJson {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    private static final int VERSION = 1;

    private final JsonGenerator json;

    private SimJson(JsonGenerator json) {
        this.json = json;
    }

    /** A run, and whether what must be seen was. */
    record Judged(Simulation simulation, List<Evidence> evidence) {}

    /** @param runs each is written before the next one is asked for */
    static void write(Scenario scenario, Stream<Judged> runs, Writer target) {
        JsonOutput.object(target, json -> {
            json.writeStringProperty("command", "sim");
            json.writeNumberProperty("schema_version", VERSION);
            json.writeStringProperty("scenario", scenario.name());
            json.writeStringProperty("title", scenario.title());
            new SimJson(json).truth(scenario.truth());
            json.writeArrayPropertyStart("runs");
            runs.forEachOrdered(judged -> new SimJson(json).run(judged.simulation(), judged.evidence()));
            json.writeEndArray();
        });
    }

    private void truth(Truth truth) {
        json.writeObjectPropertyStart("truth");
        json.writeStringProperty("fault", truth.fault());
        json.writeNumberProperty("number", truth.number());
        json.writeStringProperty("side", truth.side().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("at", truth.at());
        json.writeEndObject();
    }

    private void run(Simulation simulation, List<Evidence> evidence) {
        json.writeStartObject();
        json.writeNumberProperty("seed", simulation.run().seed());
        json.writeNumberProperty("elapsed_us", micros(simulation.elapsedNanos()));
        if (simulation.fairness().isPresent()) json.writeNumberProperty("jain_index", simulation.fairness().get());
        else json.writeNullProperty("jain_index");
        json.writeArrayPropertyStart("flows");
        for (var flow : simulation.flows()) flow(flow, simulation.beginAt());
        json.writeEndArray();
        json.writeArrayPropertyStart("links");
        for (var lane : simulation.lanes()) lane(lane, simulation.meanQueueBytes(lane));
        json.writeEndArray();
        json.writeObjectPropertyStart("nodes");
        for (var node : simulation.active()) counts(node.name(), node.place().counts());
        json.writeEndObject();
        json.writeArrayPropertyStart("evidence");
        for (var each : evidence) {
            json.writeStartObject();
            json.writeStringProperty("claim", each.claim());
            json.writeBooleanProperty("seen", each.seen());
            json.writeStringProperty("found", each.found());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void flow(FlowReport flow, long beginAt) {
        var half = flow.main();
        json.writeStartObject();
        json.writeStringProperty("name", flow.name());
        Flow name = flow.client().flow();
        json.writeStringProperty("client", Flow.endpoint(name.local(), name.localPort()));
        json.writeStringProperty("server", Flow.endpoint(name.remote(), name.remotePort()));
        json.writeStringProperty("sender", half.sender() == Side.CLIENT ? "client" : "server");
        json.writeStringProperty("end", flow.end().name());
        json.writeNumberProperty("begin_us", micros(flow.beginAt() - beginAt));
        json.writeNumberProperty("elapsed_us", micros(flow.elapsedNanos()));
        json.writeNumberProperty("delivered_bytes", half.deliveredBytes());
        json.writeNumberProperty("delivery_us", micros(half.deliveryNanos()));
        json.writeNumberProperty("goodput_bps", half.goodputBitsPerSecond());
        if (half.from().isPresent()) sender(half.from().get(), flow.until());
        json.writeEndObject();
    }

    private void sender(EndpointMeter sender, long until) {
        json.writeObjectPropertyStart("rtt");
        json.writeNumberProperty("samples", sender.rtt().count());
        json.writeNumberProperty("min_us", micros(sender.rtt().least()));
        json.writeNumberProperty("p50_us", micros(sender.rtt().percentile(50)));
        json.writeNumberProperty("p95_us", micros(sender.rtt().percentile(95)));
        json.writeNumberProperty("max_us", micros(sender.rtt().greatest()));
        json.writeEndObject();
        json.writeNumberProperty("segments", sender.segmentsSent());
        json.writeNumberProperty("data_segments", sender.dataSegmentsSent());
        json.writeObjectPropertyStart("retransmissions");
        sender.retransmissions().forEach((cause, count) -> json.writeNumberProperty(cause.name(), count));
        json.writeEndObject();
        json.writeNumberProperty("largest_in_flight_bytes", sender.largestInFlightBytes());
        json.writeNumberProperty("largest_cwnd_bytes", sender.cwnd().greatest());
        if (sender.greatestPeerWindowBytes() < 0) {
            json.writeNullProperty("least_window_bytes");
            json.writeNullProperty("greatest_window_bytes");
        } else {
            json.writeNumberProperty("least_window_bytes", sender.leastPeerWindowBytes());
            json.writeNumberProperty("greatest_window_bytes", sender.greatestPeerWindowBytes());
        }
        json.writeNumberProperty("zero_windows", sender.zeroWindows());
        json.writeObjectPropertyStart("time");
        sender.spentNanos(until).forEach((phase, nanos) -> json.writeNumberProperty(phase.key()
                + "_us", micros(nanos)));
        json.writeEndObject();
    }

    private void lane(Lane lane, long meanQueueBytes) {
        var statistics = lane.statistics();
        json.writeStartObject();
        json.writeStringProperty("from", lane.from().name());
        json.writeStringProperty("to", lane.to().name());
        json.writeNumberProperty("packets", statistics.packets());
        json.writeNumberProperty("delivered_packets", statistics.delivered());
        json.writeNumberProperty("dropped_packets", statistics.dropped());
        json.writeNumberProperty("busy_us", micros(statistics.busyNanos()));
        json.writeNumberProperty("mean_queue_bytes", meanQueueBytes);
        json.writeNumberProperty("max_queue_bytes", statistics.queue().highest());
        counts("causes", statistics.counts());
        json.writeEndObject();
    }

    private void counts(String name, Map<Cause, Long> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach((cause, count) -> json.writeNumberProperty(cause.name(), count));
        json.writeEndObject();
    }
}
