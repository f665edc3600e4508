package dev.weir.lab.swarm;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Link;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.link.PacketSink;
import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.net.LinkSpec;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.NetworkBuilder;
import dev.weir.lab.swarm.Configuration.Outage;
import dev.weir.lab.swarm.Configuration.Topology;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The hosts of a configuration and what lies between them.
 *
 * @param addresses of the servers
 */
record World(VirtualTime time, List<Host> clients, List<Host> servers, List<IpAddress> addresses) {
    private static final Duration ACCESS_DELAY = Duration.ofMillis(1);

    static World of(Configuration configuration, long startNanos, Watch watch) {
        return configuration.topology() == Topology.MEMORY
                ? inMemory(configuration, startNanos, watch)
                : network(configuration, startNanos, watch);
    }

    List<Host> hosts() {
        return time.hosts();
    }

    /** Gives back what the hosts hold. */
    void close() {
        for (Host host : hosts()) host.close(Duration.ZERO);
    }

    private static World inMemory(Configuration c, long startNanos, Watch watch) {
        var time = new VirtualTime(startNanos);
        var pair = MemoryLink.pair(c.mtu());
        var gate = new Gate(pair.a());
        for (Outage outage : c.outages()) {
            time.at(outage.from(), gate::shut);
            time.at(outage.to(), gate::open);
        }
        var road = new ImpairedLink(gate, c.toServer(), c.toClient(), c.seed(), watch.observer());
        var client = host(time, "client", c.client().config(), "1", road, 2 * c.seed(), watch);
        var server = host(time, "server", c.server().config(), "2", pair.b(), 2 * c.seed() + 1, watch);
        var address = IpAddress.parse(c.ipv6() ? "fd00::2" : "10.0.0.2");
        return new World(time, List.of(client), List.of(server), List.of(address));
    }

    private static Host host(VirtualTime time, String name, StackConfig config, String number, Link link, long seed,
            Watch watch) {
        return time.host(name, config.withAddresses("10.0.0." + number + "/24", "fd00::" + number + "/64"),
                new CapturedLink(link, watch.tap(name)), seed, watch.observer());
    }

    private static World network(Configuration c, long startNanos, Watch watch) {
        var builder = Network.builder().seed(c.seed()).startNanos(startNanos).observer(watch.observer());
        var clients = add(builder, "client", c.topology().pairs(), c.client().config(), watch);
        var servers = add(builder, "server", c.topology().pairs(), c.server().config(), watch);
        boolean direct = c.topology() == Topology.LINK;
        String left = direct ? clients.getFirst() : "left";
        String right = direct ? servers.getFirst() : "right";
        if (!direct) {
            builder.router(left).router(right);
            for (String client : clients) builder.link(client, left, link -> link.mtu(c.mtu()).delay(ACCESS_DELAY));
            for (String server : servers) builder.link(right, server, link -> link.mtu(c.mtu()).delay(ACCESS_DELAY));
        }
        builder.link(left, right, link -> road(link, c));
        for (Outage outage : c.outages()) {
            builder.at(outage.from(), network -> network.link(left, right).down());
            builder.at(outage.to(), network -> network.link(left, right).up());
        }
        var network = builder.build();
        return new World(network.time(), clients.stream().map(network::host).toList(),
                servers.stream().map(network::host).toList(),
                servers.stream().map(server -> network.address(server, c.ipv6())).toList());
    }

    private static void road(LinkSpec link, Configuration c) {
        link.mtu(c.mtu()).there(_ -> c.toServer()).back(_ -> c.toClient());
    }

    private static List<String> add(NetworkBuilder builder, String kind, int count, StackConfig config, Watch watch) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String name = count == 1 ? kind : kind + i;
            PacketSink tap = watch.tap(name);
            builder.host(name, host -> host.config(config).tap(tap));
            names.add(name);
        }
        return names;
    }
}
