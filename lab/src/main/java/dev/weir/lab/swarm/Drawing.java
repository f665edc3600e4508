package dev.weir.lab.swarm;

import dev.weir.core.ip.PathTable;
import dev.weir.core.link.BurstLoss;
import dev.weir.core.link.Impairment;
import dev.weir.lab.swarm.Configuration.Machine;
import dev.weir.lab.swarm.Configuration.Outage;
import dev.weir.lab.swarm.Configuration.Start;
import dev.weir.lab.swarm.Configuration.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws a configuration from a seed. Another version of Weir may draw another one from the same seed. */
public final class Drawing {
    private static final int SMALLEST_MTU = 68;
    private static final int SMALLEST_MTU_IPV6 = 1280;
    private static final int HEADERS = 60; // of IP and TCP with timestamps, about
    private static final int MOST_CONVERSATIONS = 5;

    private final long seed;
    private final boolean hard;
    private final Topology topology;
    private final boolean ipv6;
    private final int mtu;

    private Drawing(long seed) {
        var link = new Chances(seed, "link");
        this.seed = seed;
        this.hard = link.oneIn(12);
        this.topology = link.of(Topology.values());
        this.ipv6 = link.oneIn(3);
        this.mtu = drawMtu(link);
    }

    /** The configuration of this seed. */
    public static Configuration of(long seed) {
        return new Drawing(seed).draw();
    }

    private Configuration draw() {
        var client = machine("client");
        var server = machine("server");
        int segment = Math.max(1, Math.min(mtu - HEADERS, Math.min(client.config().tcp().options().maximumMss(),
                server.config().tcp().options().maximumMss())));
        return new Configuration(seed, topology, ipv6, mtu, start(), road("to-server"),
                road("to-client"), outages(), hard, client, server, conversations(segment));
    }

    private int drawMtu(Chances chances) {
        int least = ipv6 ? SMALLEST_MTU_IPV6 : SMALLEST_MTU;
        return switch (chances.between(0, 9)) {
            case 0 -> least;
            case 1 -> chances.between(least, least + 200);
            case 2 -> Math.max(least, 576);
            case 3, 4 -> chances.magnitude(least, 65535);
            case 5 -> 9000;
            default -> 1500;
        };
    }

    private Start start() {
        var chances = new Chances(seed, "start");
        return switch (chances.between(0, 3)) {
            case 0 -> new Start(Start.Whose.CLIENT, chances.magnitude(1, 200_000) - 1);
            case 1 -> new Start(Start.Whose.SERVER, chances.magnitude(1, 200_000) - 1);
            default -> Start.ANYWHERE;
        };
    }

    private Machine machine(String side) {
        return new MachineDrawing(new Chances(seed, side), hard).draw();
    }

    private Impairment road(String way) {
        var chances = new Chances(seed, way);
        if (chances.oneIn(8)) return Impairment.NONE;
        var delay = chances.oneIn(10) ? chances.millis(100, 400) : chances.millis(0, 60);
        var road = Impairment.NONE.withDelay(delay);
        if (chances.coin()) {
            road = road.withRate(chances.magnitude(200_000, 1_000_000_000))
                    .withQueue(chances.magnitude(2, 1000), 1L << 40);
        }
        if (chances.coin()) road = road.withLoss(chances.share(hard ? 0.4 : 0.08));
        if (chances.oneIn(5)) {
            road = road.withBurst(BurstLoss.of(chances.share(0.02), (hard ? 0.1 : 0.6) + chances.share(0.4)));
        }
        if (chances.oneIn(3)) road = road.withReordering(chances.share(0.3), chances.millis(1, 50));
        if (chances.oneIn(3)) road = road.withDuplication(chances.share(0.3));
        if (chances.oneIn(4)) road = road.withCorruption(chances.share(hard ? 0.2 : 0.04));
        if (chances.oneIn(3)) road = road.withJitter(delay.dividedBy(chances.between(1, 4)));
        int least = ipv6 ? SMALLEST_MTU_IPV6 : PathTable.MINIMUM_IPV4;
        if (topology == Topology.MEMORY && mtu > least && chances.oneIn(8)) {
            road = road.withMtu(chances.between(least, mtu), true);
        }
        if (chances.coin()) road = road.withEcn(true);
        return road;
    }

    private List<Outage> outages() {
        var chances = new Chances(seed, "outages");
        var outages = new ArrayList<Outage>();
        if (!chances.oneIn(hard ? 2 : 5)) return outages;
        Duration at = Duration.ZERO;
        for (int i = chances.between(1, 3); i > 0; i--) {
            Duration from = at.plus(chances.millis(1, 1500));
            at = from.plus(hard ? Duration.ofSeconds(chances.magnitude(1, 3000)) : chances.millis(10, 8000));
            outages.add(new Outage(from, at));
        }
        return outages;
    }

    private List<Conversation> conversations(int segment) {
        var chances = new Chances(seed, "conversations");
        int count = chances.coin() ? 1 : chances.between(2, MOST_CONVERSATIONS);
        var list = new ArrayList<Conversation>();
        for (int i = 0; i < count; i++) {
            Duration start = i == 0 || chances.coin() ? Duration.ZERO : chances.millis(0, 2000);
            list.add(new ConversationDrawing(new Chances(seed, "conversation " + i), segment, count).draw(i, start));
        }
        return list;
    }
}
