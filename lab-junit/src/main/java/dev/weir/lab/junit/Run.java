package dev.weir.lab.junit;

import dev.weir.core.link.Impairment;
import dev.weir.lab.Host;
import dev.weir.lab.blocking.Body;
import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.NetworkLink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One test on one network from one seed. */
final class Run implements AutoCloseable {
    private static final String CLIENT = "client";
    private static final String SERVER = "server";

    private final long seed;
    private final Network net;
    private final boolean ipv6;
    private final Simulation simulation;
    private final RandomGenerator random;
    private final Duration patience;
    private final Optional<Capture> capture;

    /** @param captured whether packets are kept */
    Run(SimulatedNetwork network, long seed, boolean captured) {
        this.seed = seed;
        this.patience = Units.duration("patience", network.patience());
        this.capture = captured ? Optional.of(new Capture()) : Optional.empty();
        this.ipv6 = network.ipv6();
        this.net = Network.builder().seed(seed)
                .host(CLIENT, host -> capture.ifPresent(packets -> host.capture(packets.describe(CLIENT))))
                .host(SERVER)
                .link(CLIENT, SERVER, link -> link.mtu(network.mtu()).both(_ -> road(network)))
                .build();
        this.simulation = Simulation.of(net.time());
        this.random = new SplittableRandom(seed);
    }

    private static Impairment road(SimulatedNetwork network) {
        Impairment road = Impairment.NONE
                .withDelay(Units.duration("delay", network.delay()))
                .withJitter(Units.duration("jitter", network.jitter()))
                .withLoss(network.loss())
                .withReordering(network.reordering(), Units.duration("reorderingDelay", network.reorderingDelay()))
                .withDuplication(network.duplication())
                .withCorruption(network.corruption());
        return network.rate().isEmpty() ? road : road.withRate(Units.bitsPerSecond("rate", network.rate()));
    }

    long seed() {
        return seed;
    }

    Network net() {
        return net;
    }

    NetworkLink road() {
        return net.link(CLIENT, SERVER);
    }

    Simulation simulation() {
        return simulation;
    }

    RandomGenerator random() {
        return random;
    }

    SimulatedHost client() {
        return host(CLIENT);
    }

    SimulatedHost server() {
        return host(SERVER);
    }

    private SimulatedHost host(String name) {
        return new SimulatedHost(net.host(name), net.address(name, ipv6).toInetAddress());
    }

    /** Runs the test on a thread of the simulation, and then until all other threads have ended. */
    void execute(Body test) throws Throwable {
        var outcome = new Object() {
            private Throwable thrown;
        };
        try (simulation) {
            var body = simulation.start("test", () -> {
                try {
                    test.run();
                } catch (Throwable t) {
                    outcome.thrown = t;
                }
            });
            body.join();
            if (outcome.thrown == null && !simulation.run(patience)) {
                throw new AssertionError("application threads still run " + patience
                        + " of virtual time after the test\n" + simulation.describe());
            }
        }
        if (outcome.thrown != null) throw outcome.thrown;
    }

    /** The packets that the client sent and received, in a new file; absent if they were not kept. */
    Optional<Path> writeCapture(Path folder, String test) throws IOException {
        if (capture.isEmpty()) return Optional.empty();
        Path file = folder.resolve(test.replaceAll("[^\\w.-]", "_") + "-seed" + seed + ".pcapng");
        net.flushCaptures();
        capture.get().write(file);
        return Optional.of(file);
    }

    /** Gives back what the stacks have outside the heap; after {@link #writeCapture}, which need not see that. */
    @Override
    public void close() {
        simulation.close();
        for (Host host : net.hosts()) host.stack().shutdown(net.time().now());
    }
}
