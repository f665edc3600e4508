package dev.weir.lab.scenario;

import dev.weir.core.event.Flow;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.FastOpenOptions;
import dev.weir.lab.Host;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.lab.net.Network;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A scenario that was run once. */
public final class ScenarioRun {
    private static final FastOpenOptions FAST_OPEN =
            FastOpenOptions.OFF.withConnect(true).withAwaitsData(true).withPending(Host.BACKLOG);

    private final Scenario scenario;
    private final long seed;
    private final Network network;
    private final List<FlowRun> flows = new ArrayList<>();
    private final long beginAt;

    private ScenarioRun(Scenario scenario, long seed, Network network) {
        this.scenario = scenario;
        this.seed = seed;
        this.network = network;
        this.beginAt = network.time().now();
    }

    /** One connection of it. */
    public static final class FlowRun {
        private final FlowPart part;
        private Session session;

        FlowRun(FlowPart part) {
            this.part = part;
        }

        public FlowPart part() {
            return part;
        }

        /** As the client has it; empty if the run ended before it began. */
        public Optional<Session> session() {
            return Optional.ofNullable(session);
        }

        /** As the client names it; empty if the run ended before it began, or there was no way to begin. */
        public Optional<Flow> flow() {
            return Optional.ofNullable(session).map(opened -> opened.connection().flow());
        }
    }

    static ScenarioRun of(Scenario scenario, long seed, Listening listening) {
        var run = new ScenarioRun(scenario, seed, network(scenario, seed, listening));
        for (var flow : scenario.flows()) run.plan(flow);
        run.network.runFor(scenario.duration());
        return run;
    }

    static Network network(Scenario scenario, long seed, Listening listening) {
        var builder = Network.builder().seed(seed);
        listening.fingerprint().ifPresent(builder::fingerprint);
        listening.decisions().ifPresent(builder::decisions);
        scenario.hostSpecs().forEach((name, how) -> builder.host(name, host -> {
            how.accept(host);
            host.observer(listening.observer().apply(name));
            listening.capture().apply(name).ifPresent(host::capture);
        }));
        scenario.networkParts().forEach(part -> part.accept(builder));
        builder.innerNodes().forEach(
                name -> listening.captureInside().apply(name).ifPresent(target -> builder.capture(name, target)));
        return builder.build();
    }

    private void plan(FlowPart part) {
        var run = new FlowRun(part);
        flows.add(run);
        var payload = new Payload(seed * 31 + spokenBy(part) + 1);
        if (part.listening()) {
            network.host(part.server()).listen(part.port(), part.backlog(), part.acceptPause(), options(part.server(), part),
                    () -> part.talk().server(payload));
        }
        network.time().at(part.start(), () -> {
            IpAddress address = part.address().map(IpAddress::parse)
                    .orElseGet(() -> network.address(part.server(), part.ipv6()));
            var client = network.host(part.client());
            var actor = part.talk().client(payload);
            var options = options(part.client(), part);
            run.session = part.clientPort() == 0 ? client.connect(address, part.port(), options, actor)
                    : client.connectFrom(part.clientPort(), address, part.port(), options, actor);
        });
    }

    /** Of the connections of a flow at one of its ends. */
    private ConnectionOptions options(String host, FlowPart part) {
        var usual = ConnectionOptions.of(network.host(host).stack().config());
        return part.fastOpen() ? usual.withFastOpen(FAST_OPEN) : usual;
    }

    /** The place of the flow whose server's application answers this one: its own, if nobody listens. */
    private int spokenBy(FlowPart part) {
        var parts = scenario.flows();
        for (int i = 0; i < parts.size(); i++) {
            var other = parts.get(i);
            if (other.listening() && other.server().equals(part.server()) && other.port() == part.port()) return i;
        }
        return parts.indexOf(part);
    }

    public Scenario scenario() {
        return scenario;
    }

    public long seed() {
        return seed;
    }

    /** As it stands at the end. */
    public Network network() {
        return network;
    }

    /** In the order of the scenario. */
    public List<FlowRun> flows() {
        return List.copyOf(flows);
    }

    /** Nanoseconds of the stacks' clock. */
    public long beginAt() {
        return beginAt;
    }

    /** When the run ended. */
    public long endAt() {
        return network.time().now();
    }
}
