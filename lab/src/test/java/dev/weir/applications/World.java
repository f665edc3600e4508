package dev.weir.applications;

import dev.weir.lab.Fingerprint;
import dev.weir.lab.TwoHosts;
import dev.weir.lab.blocking.Passage;
import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.blocking.SimulationOptions;
import dev.weir.sockets.Sockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Two hosts, and blocking code on both. */
final class World implements AutoCloseable {
    static final String SERVER = "10.0.0.2";

    final List<Passage> passages = new ArrayList<>();
    final Fingerprint fingerprint = new Fingerprint();
    final TwoHosts net;
    final Simulation simulation;

    World() {
        this(builder -> builder.delay(Duration.ofMillis(10)), SimulationOptions.DEFAULT);
    }

    World(UnaryOperator<TwoHosts.Builder> road, SimulationOptions options) {
        this.net = road.apply(TwoHosts.builder().clientObserver(fingerprint)).build();
        this.simulation = Simulation.of(net.time(), options.withPassages(passages::add));
    }

    Sockets client() {
        return Sockets.over(net.client());
    }

    Sockets server() {
        return Sockets.over(net.server());
    }

    Duration now() {
        return net.time().elapsed();
    }

    @Override
    public void close() {
        simulation.close();
    }
}
