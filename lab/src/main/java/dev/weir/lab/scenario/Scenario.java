package dev.weir.lab.scenario;

import dev.weir.lab.net.HostSpec;
import dev.weir.lab.net.NetworkBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A network, and what happens on it: read from a file ({@link ScenarioFile}), or built:
 *
 * {@snippet :
 * var scenario = Scenario.named("two downloads").duration(Duration.ofSeconds(10))
 *         .host("client").host("server")
 *         .network(net -> net.router("middle")
 *                 .link("client", "middle", link -> link.rate(10_000_000).delay(Duration.ofMillis(20)))
 *                 .link("middle", "server"))
 *         .flow(FlowPart.of("first", "client", "server", 81, new Transfer(false, 5_000_000)))
 *         .flow(FlowPart.of("second", "client", "server", 82, new Transfer(false, 5_000_000)))
 *         .build();
 * var run = scenario.run(1);
 * }
 *
 * Immutable, and may be run any number of times.
 */
public final class Scenario {
    private final String name;
    private final String title;
    private final String text;
    private final Duration duration;
    private final long seed;
    private final SequencedMap<String, Consumer<HostSpec>> hosts;
    private final List<Consumer<NetworkBuilder>> network;
    private final List<FlowPart> flows;
    private final Truth truth;

    private Scenario(Builder builder) {
        name = builder.name;
        title = builder.title.isEmpty() ? name : builder.title;
        text = builder.text;
        duration = builder.duration;
        seed = builder.seed;
        hosts = new LinkedHashMap<>(builder.hosts);
        network = List.copyOf(builder.network);
        flows = List.copyOf(builder.flows);
        truth = builder.truth;
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** One line; the name if nothing else was said. */
    public String title() {
        return title;
    }

    /** A paragraph; may be empty. */
    public String text() {
        return text;
    }

    /** After this much virtual time a run ends, whatever still goes on. */
    public Duration duration() {
        return duration;
    }

    /** Of a run, unless it is given another. */
    public long seed() {
        return seed;
    }

    public List<FlowPart> flows() {
        return flows;
    }

    /** The names of the hosts. */
    public Set<String> hosts() {
        return hosts.sequencedKeySet();
    }

    public Truth truth() {
        return truth;
    }

    /** Runs it, and hears nothing. */
    public ScenarioRun run(long seed) {
        return run(seed, Listening.NOBODY);
    }

    /**
     * Runs it to the end of its duration, or until nothing is left that could happen.
     *
     * @throws IllegalArgumentException if its parts do not fit
     */
    public ScenarioRun run(long seed, Listening listening) {
        return ScenarioRun.of(this, seed, listening);
    }

    /**
     * Builds the network once, and forgets it.
     *
     * @throws IllegalArgumentException if its parts do not fit
     */
    public void check() {
        ScenarioRun.network(this, seed, Listening.NOBODY);
    }

    Map<String, Consumer<HostSpec>> hostSpecs() {
        return hosts;
    }

    List<Consumer<NetworkBuilder>> networkParts() {
        return network;
    }

    /** What is not said: 60 seconds, seed 1, nothing wrong. */
    public static final class Builder {
        private final String name;
        private String title = "";
        private String text = "";
        private Duration duration = Duration.ofSeconds(60);
        private long seed = 1;
        private final SequencedMap<String, Consumer<HostSpec>> hosts = new LinkedHashMap<>();
        private final List<Consumer<NetworkBuilder>> network = new ArrayList<>();
        private final List<FlowPart> flows = new ArrayList<>();
        private Truth truth = Truth.NOTHING_WRONG;

        private Builder(String name) {
            this.name = name;
        }

        public Builder title(String title) {
            this.title = title;
            return this;
        }

        public Builder text(String text) {
            this.text = text;
            return this;
        }

        public Builder duration(Duration duration) {
            this.duration = duration;
            return this;
        }

        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public Builder host(String name) {
            return host(name, _ -> { });
        }

        /** Hosts come first: those without an address are numbered in this order. */
        public Builder host(String name, Consumer<HostSpec> how) {
            if (hosts.putIfAbsent(name, how) != null) throw new IllegalArgumentException("two hosts are named " + name);
            return this;
        }

        /** Routers, boxes, links, and what happens to them by time. */
        public Builder network(Consumer<NetworkBuilder> part) {
            network.add(part);
            return this;
        }

        public Builder flow(FlowPart flow) {
            flows.add(flow);
            return this;
        }

        public Builder truth(Truth truth) {
            this.truth = truth;
            return this;
        }

        /** @throws IllegalArgumentException if two flows have the same name or listen at the same port of a server */
        public Scenario build() {
            var names = new HashSet<String>();
            var ports = new HashSet<String>();
            for (var flow : flows) {
                if (!names.add(flow.name())) throw new IllegalArgumentException("two flows are named " + flow.name());
                if (flow.listening() && !ports.add(flow.server() + " " + flow.port())) {
                    throw new IllegalArgumentException(
                            "two flows listen at port " + flow.port() + " of " + flow.server());
                }
            }
            return new Scenario(this);
        }
    }
}
