package dev.weir.cli.sim;

import dev.weir.analysis.flow.EndpointMeter;
import dev.weir.analysis.flow.Fairness;
import dev.weir.analysis.flow.FlowReport;
import dev.weir.analysis.flow.Meters;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.lab.net.Lane;
import dev.weir.lab.net.Node;
import dev.weir.lab.scenario.FlowPart;
import dev.weir.lab.scenario.Listening;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.ScenarioRun;
import dev.weir.lab.scenario.talk.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One run of a scenario and what was counted.
 *
 * @param flows those that began, in the order of the scenario
 * @param untilAt the last moment at which anything was sent or ended, nanoseconds of the run's clock: TIME-WAIT is not
 *     waited for
 */
record Simulation(ScenarioRun run, List<FlowReport> flows, long untilAt) {
    static Simulation of(Scenario scenario, long seed) {
        return of(scenario, seed, _ -> Optional.empty());
    }

    /** @param capture asked for each host by its name */
    static Simulation of(
            Scenario scenario, long seed, Function<String, Optional<CapturedPacketConsumer>> capture) {
        var meters = new Meters();
        var run = scenario.run(seed, Listening.NOBODY.withObserver(meters::of).withCapture(capture));
        var flows = new ArrayList<FlowReport>();
        long until = run.beginAt();
        for (var flow : run.flows()) {
            if (flow.flow().isEmpty()) continue;
            var part = flow.part();
            var clients = meters.of(part.client(), flow.flow().get());
            if (clients.isEmpty()) continue;
            var servers = meters.atPort(part.server(), part.port());
            var others = flows.stream().flatMap(other -> other.server().stream()).toList(); // ports may be shared
            var own = servers.stream().filter(meter -> !others.contains(meter)).toList();
            flows.add(new FlowReport(part.name(), clients.getLast(), best(own), run.endAt()));
            for (var end : clients) until = Math.max(until, end.activeUntil(run.endAt()));
            for (var end : servers) until = Math.max(until, end.activeUntil(run.endAt()));
        }
        return new Simulation(run, flows, until);
    }

    /** A reset of nobody's connection is an end as well: the one that was opened is meant. */
    private static Optional<EndpointMeter> best(List<EndpointMeter> servers) {
        for (var server : servers) {
            if (server.isOpened()) return Optional.of(server);
        }
        return servers.stream().findFirst();
    }

    Scenario scenario() {
        return run.scenario();
    }

    long beginAt() {
        return run.beginAt();
    }

    /** Nanoseconds, at least 1. */
    long elapsedNanos() {
        return Math.max(1, untilAt - beginAt());
    }

    /** Flows that take what they can get. */
    List<FlowReport> transfers() {
        var greedy = scenario().flows().stream().filter(part -> part.talk() instanceof Transfer).map(FlowPart::name)
                .toList();
        return flows.stream().filter(flow -> greedy.contains(flow.name())).toList();
    }

    /** Jain's index over the goodput of those; empty for a single one. */
    Optional<Double> fairness() {
        var shares = transfers().stream().mapToLong(flow -> flow.main().goodputBitsPerSecond()).toArray();
        return shares.length < 2 ? Optional.empty() : Optional.of(Fairness.jain(shares));
    }

    /** Each direction of each link. */
    List<Lane> lanes() {
        var lanes = new ArrayList<Lane>();
        for (var link : run.network().links()) {
            lanes.add(link.there());
            lanes.add(link.back());
        }
        return lanes;
    }

    /** Up to {@link #untilAt}: the silence after it does not count. */
    long meanQueueBytes(Lane lane) {
        double whole = run.endAt() - run.beginAt();
        return StrictMath.round(lane.statistics().queue().mean() * whole / elapsedNanos());
    }

    /** Nodes that did something to packets. */
    List<Node> active() {
        return run.network().nodes().stream().filter(node -> !node.place().counts().isEmpty()).toList();
    }

    /** The direction of a link whose queue was longest; empty if none ever waited. */
    Optional<Lane> bottleneck() {
        Lane longest = null;
        long most = 0;
        for (var lane : lanes()) {
            long highest = lane.statistics().queue().highest();
            if (highest > most) {
                most = highest;
                longest = lane;
            }
        }
        return Optional.ofNullable(longest);
    }
}
