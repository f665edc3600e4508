package dev.weir.lab.net;

import dev.weir.core.link.CommentedCapture;
import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.packet.PacketPool;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Hosts, routers and boxes joined by links, in virtual time, on one thread, from one seed.
 *
 * {@snippet :
 * var net = Network.builder().seed(7)
 *         .host("client").router("left").router("right").host("server")
 *         .link("client", "left", link -> link.delay(Duration.ofMillis(1)))
 *         .link("left", "right", link -> link.rate(10_000_000).delay(Duration.ofMillis(20)).queue(DropTail.ofPackets(50)))
 *         .link("right", "server")
 *         .at(Duration.ofSeconds(3), network -> network.link("left", "right").down())
 *         .at(Duration.ofSeconds(4), network -> network.link("left", "right").up())
 *         .build();
 * var payload = new Payload(1);
 * net.host("server").listen(80, () -> new Sink(payload));
 * net.host("client").connect(net.address("server"), 80, new Bulk(payload, 10_000_000));
 * net.run();
 * LaneStatistics bottleneck = net.link("left", "right").there().statistics();
 * }
 *
 * Names are the caller's, unique among all nodes. The same seed and the same calls give the same run, to the nanosecond.
 * A network of two hosts on one link is {@code builder().host("a").host("b").link("a", "b", ...)}.
 */
public final class Network {
    private final VirtualTime time;
    private final PacketPool pool;
    private final SequencedMap<String, Node> nodes;
    private final SequencedMap<String, Host> hosts;
    private final List<NetworkLink> links;
    private final List<CommentedCapture> captures;

    Network(VirtualTime time, PacketPool pool, SequencedMap<String, Node> nodes, SequencedMap<String, Host> hosts,
            List<NetworkLink> links, List<CommentedCapture> captures) {
        this.time = time;
        this.pool = pool;
        this.nodes = nodes;
        this.hosts = hosts;
        this.links = List.copyOf(links);
        this.captures = List.copyOf(captures);
    }

    public static NetworkBuilder builder() {
        return new NetworkBuilder();
    }

    public VirtualTime time() {
        return time;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Host host(String name) {
        return known(hosts, "host", name);
    }

    /** In the order in which they were added. */
    public Collection<Host> hosts() {
        return hosts.sequencedValues();
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Node node(String name) {
        return known(nodes, "node", name);
    }

    /** In the order in which they were added. */
    public Collection<Node> nodes() {
        return nodes.sequencedValues();
    }

    /** The first address of a node, IPv4 if it has one. */
    public IpAddress address(String node) {
        IpAddress ipv4 = node(node).address(false);
        return ipv4 != null ? ipv4 : node(node).addresses().getFirst();
    }

    /** The first address of a node of that version. */
    public IpAddress address(String node, boolean ipv6) {
        IpAddress address = node(node).address(ipv6);
        if (address == null) throw new IllegalArgumentException(node + " has no IPv" + (ipv6 ? 6 : 4) + " address");
        return address;
    }

    /** The first link between two nodes, in either order of their names. */
    public NetworkLink link(String one, String other) {
        for (NetworkLink link : links) {
            String from = link.there().from().name();
            String to = link.there().to().name();
            if (from.equals(one) && to.equals(other) || from.equals(other) && to.equals(one)) return link;
        }
        throw new IllegalArgumentException("no link between " + one + " and " + other);
    }

    /** In the order in which they were added. */
    public List<NetworkLink> links() {
        return links;
    }

    /** Cuts every link between these nodes and all others. */
    public void partition(String... names) {
        var side = Set.of(names);
        for (String name : names) node(name);
        for (NetworkLink link : links) {
            if (side.contains(link.there().from().name()) != side.contains(link.there().to().name())) link.down();
        }
    }

    /** Brings every link up. */
    public void heal() {
        for (NetworkLink link : links) link.up();
    }

    /** Packets in queues, on links and in hosts. */
    public PacketPool packets() {
        return pool;
    }

    /** As {@link VirtualTime#run()}: until nothing is left that could happen. */
    public void run() {
        time.run();
        flushCaptures();
    }

    /** Runs for {@code duration}; true if nothing is left that could happen afterwards. */
    public boolean runFor(Duration duration) {
        boolean quiet = time.runFor(duration);
        flushCaptures();
        return quiet;
    }

    /** A capture at a host holds its last packet back, for comments that are still to come; this lets it go. */
    public void flushCaptures() {
        captures.stream().sorted(Comparator.comparingLong(CommentedCapture::heldSince)).forEach(CommentedCapture::flush);
    }

    private static <T> T known(Map<String, T> all, String kind, String name) {
        T found = all.get(name);
        if (found == null) throw new IllegalArgumentException("no " + kind + " is named " + name + ", only " + all.keySet());
        return found;
    }
}
