package dev.weir.lab.swarm;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.BurstLoss;
import dev.weir.core.link.Impairment;
import dev.weir.lab.swarm.Configuration.Machine;
import dev.weir.lab.swarm.Configuration.Profile;
import dev.weir.lab.swarm.Configuration.Start;
import dev.weir.lab.swarm.Configuration.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What can be left out of a configuration, each under a name: the steps of the {@link Minimiser}, and the words of a
 * command line that replays one. The largest steps come first.
 */
public final class Reductions {
    private static final int ORDINARY_MTU = 1500;

    private final SequencedMap<String, Configuration> all = new LinkedHashMap<>();
    private final Configuration from;

    private Reductions(Configuration from) {
        this.from = from;
    }

    /** All that would change something, by name. */
    public static SequencedMap<String, Configuration> of(Configuration configuration) {
        var reductions = new Reductions(configuration);
        reductions.road(_ -> Impairment.NONE, "perfect-road");
        reductions.machines();
        reductions.conversations();
        reductions.network();
        reductions.impairments();
        reductions.parts();
        return reductions.all;
    }

    /**
     * Takes these steps one after the other.
     *
     * @throws IllegalArgumentException at one that is none, or changes nothing
     */
    public static Configuration apply(Configuration configuration, List<String> steps) {
        var reduced = configuration;
        for (String step : steps) {
            var choices = of(reduced);
            if (!choices.containsKey(step)) {
                throw new IllegalArgumentException("'" + step + "' leaves nothing out here: one of " + choices.keySet());
            }
            reduced = choices.get(step);
        }
        return reduced;
    }

    private void add(String name, Configuration reduced) {
        if (!reduced.equals(from)) all.put(name, reduced);
    }

    private void road(UnaryOperator<Impairment> change, String name) {
        add(name, from.withRoad(change.apply(from.toServer()), change.apply(from.toClient())));
    }

    private void machines() {
        var linux = new Machine(Profile.LINUX, Profile.LINUX.preset());
        add("linux-linux", from.withMachines(linux, linux));
        add("plain-client", from.withMachines(plain(from.client()), from.server()));
        add("plain-server", from.withMachines(from.client(), plain(from.server())));
        add("linux-client", from.withMachines(linux, from.server()));
        add("linux-server", from.withMachines(from.client(), linux));
    }

    private static Machine plain(Machine machine) {
        return new Machine(machine.profile(), machine.profile().preset());
    }

    private void conversations() {
        var list = from.conversations();
        if (list.size() > 1) {
            for (var conversation : list) {
                var others = new ArrayList<>(list);
                others.remove(conversation);
                add("without-conversation-" + conversation.number(), from.withConversations(others));
            }
        }
        add("half-the-bytes", each(conversation -> conversation.with(plan -> plan.withSendBytes(plan.sendBytes() / 2)
                .withAwaitBytes(plan.awaitBytes() / 2))));
        add("plain-applications", each(conversation -> conversation.with(Behaviour::plain)));
        add("at-once", each(conversation -> conversation.at(Duration.ZERO)));
    }

    private Configuration each(UnaryOperator<Conversation> change) {
        return from.withConversations(from.conversations().stream().map(change).toList());
    }

    private void network() {
        add("without-outages", from.withOutages(List.of()));
        add("anywhere", from.withLink(from.topology(), from.ipv6(), from.mtu(), Start.ANYWHERE));
        if (from.topology() != Topology.MEMORY) {
            add("one-link", from.withLink(Topology.LINK, from.ipv6(), from.mtu(), from.start()));
        }
        add("ipv4", from.withLink(from.topology(), false, from.mtu(), from.start()));
        add("mtu-1500", from.withLink(from.topology(), from.ipv6(), ORDINARY_MTU, from.start()));
    }

    private void impairments() {
        road(road -> road.withLoss(0), "without-loss");
        road(road -> road.withBurst(BurstLoss.NONE), "without-bursts");
        road(road -> road.withCorruption(0), "without-corruption");
        road(road -> road.withDuplication(0), "without-duplication");
        road(road -> road.withReordering(0, Duration.ZERO), "without-reordering");
        road(road -> road.withJitter(Duration.ZERO), "without-jitter");
        road(road -> road.withRate(Impairment.UNLIMITED), "without-rate");
        road(road -> road.withMtu(Impairment.NONE.mtu(), Impairment.NONE.icmp()), "without-path-mtu");
        road(road -> road.withQueue(Impairment.NONE.queuePackets(), Impairment.NONE.queueBytes()), "long-queue");
        road(road -> road.withEcn(false), "without-marks");
        road(road -> road.withDelay(Duration.ZERO), "without-delay");
        add("perfect-way-there", from.withRoad(Impairment.NONE, from.toClient()));
        add("perfect-way-back", from.withRoad(from.toServer(), Impairment.NONE));
    }

    /** One group of each configuration after the other back to what the profile says. */
    private void parts() {
        part("client", from.client(), machine -> from.withMachines(machine, from.server()));
        part("server", from.server(), machine -> from.withMachines(from.client(), machine));
    }

    private void part(String side, Machine machine, Function<Machine, Configuration> with) {
        parts(machine).forEach((name, config) -> add(side + "-" + name, with.apply(new Machine(machine.profile(), config))));
    }

    /** Each group by name, and the configuration in which it alone is as the profile says. */
    static SequencedMap<String, StackConfig> parts(Machine machine) {
        var preset = machine.profile().preset();
        var tcp = preset.tcp();
        var config = machine.config();
        var parts = new LinkedHashMap<String, StackConfig>();
        parts.put("options", config.withTcp(t -> t.withOptions(tcp.options())));
        parts.put("rto", config.withTcp(t -> t.withRto(tcp.rto())));
        parts.put("acks", config.withTcp(t -> t.withAcks(tcp.acks())));
        parts.put("congestion", config.withTcp(t -> t.withCongestion(tcp.congestion())));
        parts.put("ecn", config.withTcp(t -> t.withEcn(tcp.ecn())));
        parts.put("buffers", config.withTcp(t -> t.withBuffers(tcp.buffers())));
        parts.put("security", config.withTcp(t -> t.withSecurity(tcp.security())));
        parts.put("keep-alive", config.withTcp(t -> t.withKeepAlive(tcp.keepAlive())));
        parts.put("handshake", config.withTcp(t -> t.withHandshake(tcp.handshake())));
        parts.put("closing", config.withTcp(t -> t.withClosing(tcp.closing())));
        parts.put("limits", config.withLimits(_ -> preset.limits()));
        return parts;
    }
}
