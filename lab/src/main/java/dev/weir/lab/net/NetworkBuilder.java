package dev.weir.lab.net;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.Link;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.box.Middlebox;
import dev.weir.lab.packet.Decision;
import dev.weir.lab.packet.PacketPool;
import dev.weir.lab.packet.Place;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds a {@link Network}: nodes first, then the links between them, then what happens by time. */
public final class NetworkBuilder {
    /** Packets in the whole network at a time, unless the builder says otherwise. */
    public static final int DEFAULT_PACKETS = 1 << 17;

    private final Map<String, Object> specs = new LinkedHashMap<>(); // by name: HostSpec, RouterSpec, BoxSpec
    private final List<Joined> joined = new ArrayList<>();
    private final List<Stated> stated = new ArrayList<>();
    private final List<Captured> captured = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();
    private StackConfig config = StackConfig.linux();
    private Observer observer = Observer.NONE;
    private Consumer<Decision> decisions;
    private long seed = 1;
    private long startNanos = VirtualTime.EPOCH_NANOS;
    private int packets = DEFAULT_PACKETS;

    private record RouterSpec(List<Cidr> addresses) {}

    private record BoxSpec(List<Middlebox> habits) {}

    private record Joined(String one, String other, LinkSpec spec) {}

    private record Stated(String node, Cidr prefix, String next) {}

    /** @param next null: at the node itself */
    private record Captured(String node, String next, CapturedPacketConsumer target) {}

    private record Planned(Duration at, Consumer<Network> what) {}

    NetworkBuilder() {}

    /** Of everything that is drawn: the same seed gives the same run. */
    public NetworkBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** The first instant, at least 0; initial sequence numbers follow from it. */
    public NetworkBuilder startNanos(long startNanos) {
        this.startNanos = startNanos;
        return this;
    }

    /** Of the hosts that are added from now on. */
    public NetworkBuilder config(StackConfig config) {
        this.config = config;
        return this;
    }

    /** Packets in the whole network at a time; what is sent beyond is lost. */
    public NetworkBuilder packets(int limit) {
        this.packets = limit;
        return this;
    }

    /** Hears the events of all hosts. */
    public NetworkBuilder observer(Observer observer) {
        this.observer = Observer.all(this.observer, observer);
        return this;
    }

    /** Hears what links, routers and boxes do to packets. */
    public NetworkBuilder decisions(Consumer<Decision> listener) {
        this.decisions = decisions == null ? listener : decisions.andThen(listener);
        return this;
    }

    /** Takes in the events of all hosts and every decision. */
    public NetworkBuilder fingerprint(Fingerprint fingerprint) {
        return observer(fingerprint).decisions(fingerprint::add);
    }

    public NetworkBuilder host(String name) {
        return host(name, _ -> { });
    }

    public NetworkBuilder host(String name, Consumer<HostSpec> how) {
        var spec = new HostSpec(config);
        how.accept(spec);
        return node(name, spec);
    }

    /** @param addresses of its own, which its ICMP errors come from; without any it gets 10.255.0.n and fd00:ffff::n */
    public NetworkBuilder router(String name, String... addresses) {
        return node(name, new RouterSpec(List.of(addresses).stream().map(Cidr::parse).toList()));
    }

    /**
     * Something on the way: the first link that is added is its inside, the second its outside.
     *
     * @param habits from the inside to the outside; each belongs to this network alone
     */
    public NetworkBuilder box(String name, Middlebox... habits) {
        return node(name, new BoxSpec(List.of(habits)));
    }

    /** A perfect link. */
    public NetworkBuilder link(String one, String other) {
        return link(one, other, _ -> { });
    }

    /** Joins two nodes that were added before. */
    public NetworkBuilder link(String one, String other, Consumer<LinkSpec> how) {
        known(one);
        known(other);
        if (one.equals(other)) throw new IllegalArgumentException(one + " cannot be linked to itself");
        var spec = new LinkSpec();
        how.accept(spec);
        joined.add(new Joined(one, other, spec));
        return this;
    }

    /** At {@code node}, packets for {@code prefix} go to its neighbour {@code next}, whatever the shortest path is. */
    public NetworkBuilder route(String node, String prefix, String next) {
        known(node);
        known(next);
        stated.add(new Stated(node, Cidr.parse(prefix), next));
        return this;
    }

    /** Shows {@code target} what a link does with packets from {@code node} to {@code next}, as comments. */
    public NetworkBuilder capture(String node, String next, CapturedPacketConsumer target) {
        captured.add(new Captured(node, next, target));
        return this;
    }

    /** Shows {@code target} what passes a router, box or host, and what they do with it, as comments. */
    public NetworkBuilder capture(String node, CapturedPacketConsumer target) {
        captured.add(new Captured(node, null, target));
        return this;
    }

    /** The names of the routers and boxes so far, in their order. */
    public List<String> innerNodes() {
        return specs.keySet().stream().filter(name -> !(specs.get(name) instanceof HostSpec)).toList();
    }

    /** Does {@code what} when {@code after} has passed since the beginning. */
    public NetworkBuilder at(Duration after, Consumer<Network> what) {
        planned.add(new Planned(after, what));
        return this;
    }

    private NetworkBuilder node(String name, Object spec) {
        if (name.isBlank()) throw new IllegalArgumentException("a node needs a name");
        if (specs.putIfAbsent(name, spec) != null) throw new IllegalArgumentException("two nodes are named " + name);
        return this;
    }

    private void known(String name) {
        if (!specs.containsKey(name)) {
            throw new IllegalArgumentException("no node is named " + name + ", only " + specs.keySet());
        }
    }

    /** @throws IllegalArgumentException if the parts do not fit */
    public Network build() {
        var time = new VirtualTime(startNanos);
        var pool = new PacketPool(packets);
        var seeds = new Seeds(seed);
        var nodes = new LinkedHashMap<String, Node>();
        int number = 0;
        for (var entry : specs.entrySet()) {
            nodes.put(entry.getKey(), node(entry.getKey(), entry.getValue(), ++number, time, pool));
        }
        var links = new ArrayList<NetworkLink>();
        var costs = new HashMap<Lane, Integer>();
        for (Joined join : joined) {
            Node one = nodes.get(join.one());
            Node other = nodes.get(join.other());
            var spec = join.spec();
            var there = new Lane(time, one, other, new Place(one + "->" + other, pool, decisions), spec.mtu,
                    spec.there, spec.queueingThere(), seeds.next());
            var back = new Lane(time, other, one, new Place(other + "->" + one, pool, decisions), spec.mtu,
                    spec.back, spec.queueingBack(), seeds.next());
            links.add(new NetworkLink(there, back));
            one.attach(there);
            other.attach(back);
            costs.put(there, spec.cost);
            costs.put(back, spec.cost);
        }
        for (Node node : nodes.values()) node.complete(routes(node, nodes, costs));
        var captures = new ArrayList<CommentedCapture>();
        var hosts = new LinkedHashMap<String, Host>();
        specs.forEach((name, spec) -> {
            if (spec instanceof HostSpec host) {
                hosts.put(name, host(name, host, (HostPort) nodes.get(name), time, seeds.next(), captures));
            }
        });
        for (Captured point : captured) {
            known(point.node());
            Node node = nodes.get(point.node());
            (point.next() == null ? node.place() : lane(node, point.next()).place()).capture(point.target());
        }
        var network = new Network(time, pool, nodes, hosts, links, captures);
        for (Planned plan : planned) time.at(plan.at(), () -> plan.what().accept(network));
        return network;
    }

    private Node node(String name, Object spec, int number, VirtualTime time, PacketPool pool) {
        var place = new Place(name, pool, decisions);
        Node node = switch (spec) {
            case HostSpec host -> new HostPort(time, place);
            case RouterSpec router -> new Router(place);
            case BoxSpec box -> new Box(time, place, box.habits());
            default -> throw new AssertionError(spec);
        };
        var given = spec instanceof HostSpec host ? host.addresses
                : spec instanceof RouterSpec router ? router.addresses() : List.<Cidr>of();
        for (Cidr address : given) node.addresses().add(address.address());
        if (!(node instanceof Box) && given.isEmpty()) {
            boolean host = node instanceof HostPort;
            node.addresses().add(IpAddress.ofIpv4((host ? 0x0a000000 : 0x0aff0000) + number));
            node.addresses().add(new IpAddress(host ? 0xfd00L << 48 : 0xfd00_ffffL << 32, number));
        }
        return node;
    }

    private Routes routes(Node node, Map<String, Node> nodes, Map<Lane, Integer> costs) {
        Routes routes = Paths.from(node, List.copyOf(nodes.values()), costs);
        for (Stated route : stated) {
            if (route.node().equals(node.name())) routes.state(route.prefix(), lane(node, route.next()));
        }
        return routes;
    }

    private static Lane lane(Node node, String next) {
        for (Lane lane : node.lanes()) {
            if (lane.to().name().equals(next)) return lane;
        }
        throw new IllegalArgumentException("no link from " + node + " to " + next);
    }

    private Host host(String name, HostSpec spec, HostPort port, VirtualTime time, long seed,
            List<CommentedCapture> captures) {
        var addresses = spec.addresses.isEmpty()
                ? port.addresses().stream().map(address -> new Cidr(address, address.isIpv4() ? 8 : 64)).toList()
                : spec.addresses;
        var heard = Observer.all(observer, spec.observer);
        Link link = port;
        if (spec.tap != null) link = new CapturedLink(link, spec.tap);
        if (spec.capture != null) {
            var capture = new CommentedCapture(spec.capture);
            captures.add(capture);
            link = new CapturedLink(link, (outbound, at, bytes, offset, length) -> {
                flushBefore(at, captures);
                capture.packet(outbound, at, bytes, offset, length);
            });
            heard = Observer.all(heard, capture);
        }
        return time.host(name, spec.config.withAddresses(addresses), link, seed, heard);
    }

    /** Each capture holds a packet back for its comments; where several write to one file, it is in order of time. */
    private static void flushBefore(long at, List<CommentedCapture> captures) {
        while (true) {
            CommentedCapture earliest = null;
            for (var capture : captures) {
                if (capture.heldSince() < (earliest == null ? at : earliest.heldSince())) earliest = capture;
            }
            if (earliest == null) return;
            earliest.flush();
        }
    }
}
