package dev.weir.lab.scenario.file;

import dev.weir.core.link.BurstLoss;
import dev.weir.core.link.Impairment;
import dev.weir.lab.net.LinkSpec;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.toml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code [[link]]}: two nodes and what is between them; {@code [link.there]} and {@code [link.back]} for one way. */
final class LinkReader {
    private static final int MOST_PACKETS = 1_000_000;
    private static final long MOST_BYTES = 1L << 40;

    private LinkReader() {}

    static void read(Section link, Nodes nodes, Scenario.Builder scenario) {
        var ends = nodes.pair(link, "between");
        int mtu = (int) link.bytes("mtu", 1500, 68, 65535);
        int cost = (int) link.integer("cost", 1, 1, 1_000_000);
        var both = rules(link, Impairment.NONE);
        var queue = QueueReader.read(link);
        var there = link.section("there");
        var back = link.section("back");
        var rulesThere = there.map(way -> rules(way, both)).orElse(both);
        var rulesBack = back.map(way -> rules(way, both)).orElse(both);
        var queueThere = there.flatMap(QueueReader::read).or(() -> queue);
        var queueBack = back.flatMap(QueueReader::read).or(() -> queue);
        if (ends.isEmpty()) return;
        scenario.network(net -> net.link(ends.getFirst(), ends.getLast(), spec -> {
            spec.mtu(mtu).cost(cost).there(_ -> rulesThere).back(_ -> rulesBack);
            queueThere.ifPresent(spec::queueThere);
            queueBack.ifPresent(spec::queueBack);
        }));
    }

    /** The rules of a section, in addition to what holds already. */
    static Impairment rules(Section section, Impairment base) {
        var rules = base;
        for (var change : changes(section)) {
            try {
                rules = change.apply(rules);
            } catch (IllegalArgumentException e) {
                section.problem(e.getMessage());
            }
        }
        return rules;
    }

    /** What a section changes of the rules, in a fixed order. */
    static List<UnaryOperator<Impairment>> changes(Section section) {
        var changes = new ArrayList<UnaryOperator<Impairment>>();
        if (section.has("rate")) {
            long rate = section.rate("rate", Impairment.UNLIMITED);
            changes.add(rules -> rules.withRate(rate));
        }
        if (section.has("delay")) {
            var delay = section.time("delay", Impairment.NONE.delay());
            changes.add(rules -> rules.withDelay(delay));
        }
        if (section.has("jitter")) {
            var jitter = section.time("jitter", Impairment.NONE.jitter());
            changes.add(rules -> rules.withJitter(jitter));
        }
        if (section.has("loss")) {
            double loss = section.share("loss", 0);
            changes.add(rules -> rules.withLoss(loss));
        }
        if (section.has("lost")) {
            changes.add(section.parsed("lost", UnaryOperator.identity(), text -> {
                Impairment.NONE.withLost(text);
                return rules -> rules.withLost(text);
            }));
        }
        bursts(section).ifPresent(burst -> changes.add(rules -> rules.withBurst(burst)));
        if (section.has("corruption")) {
            double corruption = section.share("corruption", 0);
            changes.add(rules -> rules.withCorruption(corruption));
        }
        if (section.has("duplication")) {
            double duplication = section.share("duplication", 0);
            changes.add(rules -> rules.withDuplication(duplication));
        }
        if (section.has("reordering")) {
            double reordering = section.share("reordering", 0);
            var delay = section.time("reordering_delay", Impairment.NONE.reorderingDelay());
            changes.add(rules -> rules.withReordering(reordering, delay));
        }
        if (section.has("loses_above")) {
            int bytes = (int) section.bytes("loses_above", 65535, 68, 65535);
            changes.add(rules -> rules.withMtu(bytes, false));
        }
        if (section.has("ecn")) {
            boolean ecn = section.flag("ecn", false);
            changes.add(rules -> rules.withEcn(ecn));
        }
        if (section.has("queue_packets") || section.has("queue_bytes")) {
            int packets = (int) section.integer("queue_packets", MOST_PACKETS, 0, MOST_PACKETS);
            long bytes = section.bytes("queue_bytes", MOST_BYTES, 0, MOST_BYTES);
            changes.add(rules -> rules.withQueue(packets, bytes));
        }
        return changes;
    }

    private static Optional<BurstLoss> bursts(Section section) {
        if (!section.has("burst_begins")) return Optional.empty();
        return Optional.of(BurstLoss.of(section.share("burst_begins", 0), section.share("burst_ends", 1)));
    }
}
