package dev.weir.lab.junit;

import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.Impairment;
import dev.weir.lab.TwoHosts;
import dev.weir.lab.blocking.Body;
import dev.weir.lab.blocking.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One test on one network from one seed. */
final class Run implements AutoCloseable {
    private final long seed;
    private final TwoHosts net;
    private final Simulation simulation;
    private final RandomGenerator random;
    private final Duration patience;
    private final Optional<Capture> capture;

    /** @param captured whether packets are kept */
    Run(SimulatedNetwork network, long seed, boolean captured) {
        this.seed = seed;
        this.patience = Units.duration("patience", network.patience());
        this.capture = captured ? Optional.of(new Capture()) : Optional.empty();
        var builder = TwoHosts.builder().seed(seed).mtu(network.mtu()).ipv6(network.ipv6()).road(road(network));
        capture.ifPresent(packets -> {
            var sink = new CommentedCapture(packets.describe("client"));
            packets.beforeEnd(sink::flush);
            builder.clientObserver(sink).wrap((link, isClient) -> isClient ? new CapturedLink(link, sink) : link);
        });
        this.net = builder.build();
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

    TwoHosts net() {
        return net;
    }

    Simulation simulation() {
        return simulation;
    }

    RandomGenerator random() {
        return random;
    }

    SimulatedHost client() {
        return new SimulatedHost(net.client(), net.clientAddress().toInetAddress());
    }

    SimulatedHost server() {
        return new SimulatedHost(net.server(), net.serverAddress().toInetAddress());
    }

    /** Runs the test on a thread of the simulation, and then until all other threads have ended. */
    void execute(Body test) throws Throwable {
        var outcome = new Object() {
            private Throwable thrown;
        };
        try (this) {
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
        capture.get().write(file);
        return Optional.of(file);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
