package dev.weir.cli.sim;

import dev.weir.analysis.flow.EndpointMeter;
import dev.weir.analysis.flow.FlowReport;
import dev.weir.analysis.flow.Phase;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.lab.packet.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured in one run, each under a name: {@code bulk.goodput}, {@code left->right.LOSS}. Times in
 * nanoseconds, sizes in bytes, rates in bits per second, shares 0..1; words for what is no number.
 */
final class Measures {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> prefixes = new ArrayList<>();

    static Measures of(Simulation simulation) {
        var measures = new Measures();
        simulation.flows().forEach(measures::flow);
        for (var lane : simulation.lanes()) {
            var statistics = lane.statistics();
            String name = lane.name();
            measures.prefixes.add(name);
            measures.put(name + ".packets", statistics.packets());
            measures.put(name + ".delivered", statistics.delivered());
            measures.put(name + ".dropped", statistics.dropped());
            measures.put(name + ".queue_mean", simulation.meanQueueBytes(lane));
            measures.put(name + ".queue_max", statistics.queue().highest());
            measures.causes(name, statistics.counts());
        }
        for (var node : simulation.run().network().nodes()) {
            measures.prefixes.add(node.name());
            measures.causes(node.name(), node.place().counts());
        }
        simulation.fairness().ifPresent(fairness -> measures.put("fairness", fairness));
        return measures;
    }

    private void flow(FlowReport flow) {
        String name = flow.name();
        prefixes.add(name);
        var half = flow.main();
        put(name + ".end", flow.end().name());
        put(name + ".opened", flow.client().isOpened() ? "yes" : "no");
        put(name + ".duration", flow.elapsedNanos());
        put(name + ".goodput", half.goodputBitsPerSecond());
        put(name + ".delivered", half.deliveredBytes());
        put(name + ".retransmitted", half.retransmitted());
        half.from().ifPresent(sender -> {
            put(name + ".rtt_min", sender.rtt().least());
            put(name + ".rtt_p50", sender.rtt().percentile(50));
            put(name + ".rtt_p95", sender.rtt().percentile(95));
            put(name + ".rtt_max", sender.rtt().greatest());
            put(name + ".in_flight_max", sender.largestInFlightBytes());
            put(name + ".window_min", sender.leastPeerWindowBytes());
            put(name + ".window_max", sender.greatestPeerWindowBytes());
            put(name + ".zero_windows", sender.zeroWindows());
            put(name + ".idle_restarts", sender.idleRestarts());
            put(name + ".cwnd_max", sender.cwnd().greatest());
            for (var phase : Phase.values()) {
                put(name + ".time." + phase.key(), sender.spentNanos(flow.until()).getOrDefault(phase, 0L));
            }
        });
        end(name + ".client", Optional.of(flow.client()));
        end(name + ".server", flow.server());
    }

    private void end(String name, Optional<EndpointMeter> meter) {
        put(name + ".end", meter.map(EndpointMeter::end).orElse(CloseReason.NONE).name());
        put(name + ".state", meter.map(EndpointMeter::state).orElse(State.CLOSED).name());
        put(name + ".soft_error", meter.map(EndpointMeter::softError).orElse(CloseReason.NONE).name());
        put(name + ".segments", meter.map(EndpointMeter::segmentsSent).orElse(0L));
        put(name + ".resets_received", meter.map(EndpointMeter::resetsReceived).orElse(0L));
        put(name + ".resets_sent", meter.map(EndpointMeter::resetsSent).orElse(0L));
        put(name + ".retransmitted", meter.map(EndpointMeter::retransmitted).orElse(0));
        for (var cause : SendCause.values()) put(name + "." + cause, meter.map(end -> end.sent(cause)).orElse(0));
        for (var reason : DropReason.values()) {
            put(name + "." + reason, meter.map(end -> end.dropped().getOrDefault(reason, 0)).orElse(0));
        }
    }

    private void causes(String name, Map<Cause, Long> counts) {
        for (var cause : Cause.values()) put(name + "." + cause, counts.getOrDefault(cause, 0L));
    }

    private void put(String name, Object value) {
        values.put(name, value);
    }

    /** A number or a word; empty if nothing has that name. */
    Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Names of which a wrong one may be a mistake: those with the same beginning, or all beginnings. */
    List<String> near(String name) {
        int longest = -1;
        String best = null;
        for (String prefix : prefixes) {
            if (name.startsWith(prefix + ".") && prefix.length() > longest) {
                longest = prefix.length();
                best = prefix;
            }
        }
        if (best == null) return prefixes;
        String prefix = best + ".";
        return values.keySet().stream().filter(known -> known.startsWith(prefix)).toList();
    }
}
