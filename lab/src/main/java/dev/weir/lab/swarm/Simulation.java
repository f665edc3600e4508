package dev.weir.lab.swarm;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.PacketSink;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.FastOpenOptions;
import dev.weir.core.time.Deadline;
import dev.weir.lab.Actor;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.lab.swarm.invariant.Breach;
import dev.weir.lab.swarm.invariant.EveryConnectionEnds;
import dev.weir.lab.swarm.invariant.Invariant;
import dev.weir.lab.swarm.invariant.MemoryWithinLimits;
import dev.weir.lab.swarm.invariant.NoChunkLeaked;
import dev.weir.lab.swarm.invariant.NothingWaitsForever;
import dev.weir.lab.swarm.invariant.RightEdgeStays;
import dev.weir.lab.swarm.invariant.SackBlocksFit;
import dev.weir.lab.swarm.invariant.StreamIntact;
import dev.weir.lab.swarm.invariant.WellFormedPackets;
import dev.weir.lab.swarm.invariant.WithinCwnd;
import dev.weir.lab.swarm.invariant.WithinPeerWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One run of a configuration in virtual time, looked at by every {@link Invariant}. */
public final class Simulation implements Watch {
    private static final int MOST_PENDING = 1000;
    private static final int FIRST_PORT = 9000;
    private static final int LARGEST_PACKET = 65535;
    /** By then every conversation has ended: the longest outage, R2 and the patience of applications are over. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Configuration configuration;
    private final Function<String, CapturedPacketConsumer> capture;
    private final StreamIntact streams = new StreamIntact();
    private final EveryConnectionEnds ends = new EveryConnectionEnds();
    private final List<Invariant> invariants;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Coverage coverage = new Coverage();
    private final List<CommentedCapture> captures = new ArrayList<>();
    private final Observer observer;
    private long packets;

    private Simulation(Configuration configuration, Function<String, CapturedPacketConsumer> capture, Observer listener) {
        this.configuration = configuration;
        this.capture = capture;
        this.invariants = List.of(streams, ends, new WithinPeerWindow(), new WithinCwnd(), new RightEdgeStays(),
                new WellFormedPackets(LARGEST_PACKET), new SackBlocksFit(), new NothingWaitsForever(),
                new MemoryWithinLimits(), new NoChunkLeaked());
        this.observer = new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return true;
            }

            @Override
            public void on(Event event) {
                fingerprint.on(event);
                if (coverage.wants(event.kind())) coverage.on(event);
                for (var invariant : invariants) {
                    if (invariant.wants(event.kind())) invariant.event(event);
                }
                for (var comments : captures) {
                    if (comments.wants(event.kind())) comments.on(event);
                }
                if (listener.wants(event.kind())) listener.on(event);
            }
        };
    }

    /** Runs it once. */
    public static Outcome run(Configuration configuration) {
        return new Simulation(configuration, null, Observer.NONE).run();
    }

    /**
     * Runs it once, and shows what happens.
     *
     * @param capture what is to get the packets that the host of a name sends; null for nothing
     * @param listener hears the events of all hosts
     */
    public static Outcome run(Configuration configuration, Function<String, CapturedPacketConsumer> capture,
            Observer listener) {
        return new Simulation(configuration, capture, listener).run();
    }

    private Outcome run() {
        coverage.drawn(configuration);
        var world = World.of(configuration, FirstNumber.startFor(configuration), this);
        Breach breach = null;
        try {
            converse(world);
            long end = Deadline.after(world.time().now(), LONGEST.toNanos());
            boolean broken = world.time().runUntil(() -> isBroken(world), end);
            if (!broken) finish(world);
            breach = firstBreach().orElse(null);
        } catch (AssertionError | RuntimeException e) {
            breach = new Breach("no-internal-error", "", world.time().now(), "a host or the simulation", String.valueOf(e));
        }
        var elapsed = world.time().elapsed();
        String print = fingerprint.toString();
        for (var comments : captures) comments.flush();
        if (breach == null) world.close();
        return new Outcome(configuration, Optional.ofNullable(breach), print, elapsed, packets, coverage);
    }

    private boolean isBroken(World world) {
        long now = world.time().now();
        for (var invariant : invariants) invariant.settled(world.hosts(), now);
        return firstBreach().isPresent();
    }

    private void finish(World world) {
        for (var invariant : invariants) invariant.finished(world.hosts(), world.time().now());
    }

    private Optional<Breach> firstBreach() {
        return invariants.stream().flatMap(invariant -> invariant.breach().stream()).findFirst();
    }

    // ---- the applications

    private void converse(World world) {
        int pairs = world.clients().size();
        for (var conversation : configuration.conversations()) {
            var client = world.clients().get(conversation.number() % pairs);
            var server = world.servers().get(conversation.number() % pairs);
            var address = world.addresses().get(conversation.number() % pairs);
            int port = FIRST_PORT + conversation.number();
            var serves = talker(conversation, false);
            var accepted = new boolean[1];
            server.listen(port, options(server.stack().config(), conversation.server()), () -> {
                if (accepted[0]) return new Stray();
                accepted[0] = true;
                return serves;
            });
            var asks = talker(conversation, true);
            world.time().at(conversation.start(), () -> client.connect(address, port,
                    options(client.stack().config(), conversation.client()), asks));
        }
    }

    private ConnectionOptions options(StackConfig config, Behaviour plan) {
        return Talker.options(ConnectionOptions.of(config), plan).withFastOpen(fastOpen());
    }

    /** In one seed of seven the first write goes with the SYN: half of them with cookies, half without. */
    private FastOpenOptions fastOpen() {
        if (Math.floorMod(configuration.seed(), 7) != 3) return FastOpenOptions.OFF;
        return FastOpenOptions.OFF.withConnect(true).withAwaitsData(true).withPending(MOST_PENDING)
                .withWithoutCookie(configuration.seed() % 2 == 0);
    }

    private Talker talker(Conversation conversation, boolean client) {
        var mine = client ? conversation.client() : conversation.server();
        var theirs = client ? conversation.server() : conversation.client();
        long seed = configuration.seed() * 31 + conversation.number();
        String name = (client ? "client" : "server") + " of conversation " + conversation.number();
        boolean whole = conversation.isWhole() && !configuration.hard();
        var incoming = streams.stream(name, new Payload(client ? ~seed : seed), theirs.sendBytes(), whole);
        var end = ends.end(name, conversation.allowedEnds(configuration.hard()), whole);
        return new Talker(mine, new Payload(client ? seed : ~seed), incoming, end);
    }

    /** A late duplicate of the handshake's last ACK can open a connection again where SYN cookies are in use. */
    private static final class Stray implements Actor {
        @Override
        public void opened(Session session) {
            session.abort();
        }
    }

    // ---- Watch

    @Override
    public Observer observer() {
        return observer;
    }

    @Override
    public PacketSink tap(String host) {
        PacketSink comments;
        if (capture == null) {
            comments = (_, _, _, _, _) -> { };
        } else {
            var target = capture.apply(host);
            var commented = new CommentedCapture((outbound, at, bytes, offset, length, lines) -> {
                if (outbound) target.packet(true, at, bytes, offset, length, lines);
            });
            captures.add(commented);
            comments = commented;
        }
        return (outbound, at, bytes, offset, length) -> {
            comments.packet(outbound, at, bytes, offset, length);
            if (!outbound) return;
            packets++;
            for (var invariant : invariants) invariant.sent(at, bytes, offset, length);
        };
    }
}
