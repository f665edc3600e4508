package dev.weir.cli.swarm;

import dev.weir.analysis.Quantity;
import dev.weir.core.link.Impairment;
import dev.weir.core.time.Nanos;
import dev.weir.lab.swarm.Behaviour;
import dev.weir.lab.swarm.Configuration;
import dev.weir.lab.swarm.Conversation;
import dev.weir.lab.swarm.Minimiser;
import dev.weir.lab.swarm.Outcome;
import dev.weir.lab.swarm.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a campaign found, in words. */
final class SwarmText {
    private static final int COLUMNS = 110;
    private static final int INDENT = 11;

    private final Consumer<String> out;

    SwarmText(Consumer<String> out) {
        this.out = out;
    }

    /**
     * @param minimised the first failures
     * @param good what there is to say if nothing failed
     */
    void print(Campaign campaign, int threads, List<Minimiser.Minimum> minimised, String good) {
        for (var minimum : minimised) {
            out.accept(Replay.text(minimum));
            describe(minimum.outcome().configuration());
            out.accept("");
        }
        var others = campaign.failed().stream().skip(minimised.size()).toList();
        for (Outcome other : others) {
            out.accept("seed " + other.configuration().seed() + ": " + other.breach().orElseThrow());
        }
        covered(campaign.coverage().counts());
        double seconds = campaign.elapsedNanos() / 1e9;
        out.accept("");
        out.accept(String.format(Locale.ROOT, "%s in %.1f s, %.1f a second on %s; %s of virtual time, %s",
                Quantity.count(campaign.done(), "seed"), seconds, campaign.done() / seconds,
                Quantity.count(threads, "core"), days(campaign.virtual()), Quantity.count(campaign.packets(), "packet")));
        int failures = campaign.failures();
        out.accept(failures == 0 ? good : Quantity.count(failures, "seed") + " failed");
    }

    private static String days(Duration virtual) {
        return virtual.toHours() < 48 ? Nanos.text(virtual.toNanos()) : virtual.toDays() + " days";
    }

    private void covered(SortedMap<String, Long> counts) {
        var kinds = new TreeMap<String, List<String>>();
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            String[] name = count.getKey().split(" ", 2);
            kinds.computeIfAbsent(name[0], _ -> new ArrayList<>()).add(name[1] + " " + count.getValue());
        }
        kinds.forEach((kind, list) -> {
            var line = new StringBuilder(pad(kind));
            for (String item : list) {
                if (line.length() + item.length() > COLUMNS) {
                    out.accept(line.toString().stripTrailing());
                    line = new StringBuilder(pad(""));
                }
                line.append(item).append(item.equals(list.getLast()) ? "" : ", ");
            }
            out.accept(line.toString());
        });
    }

    private static String pad(String kind) {
        return kind + " ".repeat(INDENT - kind.length());
    }

    // ---- configurations

    /** What one run is like. */
    void describe(Configuration c) {
        out.accept("  " + c.topology().name().toLowerCase(Locale.ROOT) + ", " + (c.ipv6() ? "IPv6" : "IPv4")
                + ", MTU " + c.mtu() + (c.hard() ? ", a hard road" : "") + start(c.start()) + ", seed " + c.seed());
        out.accept("  to the server: " + road(c.toServer()) + "; to the client: " + road(c.toClient()));
        for (var outage : c.outages()) {
            out.accept("  nothing passes from " + Nanos.text(outage.from().toNanos()) + " to "
                    + Nanos.text(outage.to().toNanos()));
        }
        out.accept("  client " + machine(c.client()) + "; server " + machine(c.server()));
        for (Conversation conversation : c.conversations()) {
            out.accept("  conversation " + conversation.number() + " (" + name(conversation.mix()) + ") after "
                    + Nanos.text(conversation.start().toNanos()) + ": client " + behaviour(conversation.client())
                    + "; server " + behaviour(conversation.server()));
        }
    }

    private static String start(Configuration.Start start) {
        return start.whose() == Configuration.Start.Whose.NOBODY ? ""
                : ", the " + name(start.whose()) + "'s numbers begin " + start.beforeWrap() + " before they wrap";
    }

    private static String road(Impairment road) {
        var parts = new ArrayList<String>();
        if (!road.delay().isZero()) parts.add("delay " + Nanos.text(road.delay().toNanos()));
        if (!road.jitter().isZero()) parts.add("jitter " + Nanos.text(road.jitter().toNanos()));
        if (road.rateBitsPerSecond() != Impairment.UNLIMITED) {
            parts.add("rate " + road.rateBitsPerSecond() + " bit/s, queue " + road.queuePackets());
        }
        percent(parts, "loss", road.loss());
        percent(parts, "bursts", road.burst().begin());
        percent(parts, "corruption", road.corruption());
        percent(parts, "duplication", road.duplication());
        percent(parts, "reordering", road.reordering());
        if (road.mtu() != Impairment.NONE.mtu()) parts.add("path MTU " + road.mtu());
        return parts.isEmpty() ? "perfect" : String.join(", ", parts);
    }

    private static void percent(List<String> parts, String name, double share) {
        if (share > 0) parts.add(String.format(Locale.ROOT, "%s %.2f%%", name, 100 * share));
    }

    private static String machine(Configuration.Machine machine) {
        var changed = machine.changed();
        return name(machine.profile()) + (changed.isEmpty() ? "" : " with other " + String.join(", ", changed));
    }

    private static String behaviour(Behaviour plan) {
        var text = new StringBuilder("sends " + Quantity.bytes(plan.sendBytes()));
        if (!plan.writePause().isZero()) {
            text.append(", ").append(plan.writeBytes()).append(" every ").append(Nanos.text(plan.writePause().toNanos()));
        }
        if (plan.awaitBytes() > 0) text.append(" after ").append(Quantity.bytes(plan.awaitBytes()));
        if (!plan.readPause().isZero()) {
            text.append(", reads ").append(plan.readBytes()).append(" every ")
                    .append(Nanos.text(plan.readPause().toNanos()));
        }
        if (plan.cork()) text.append(", corked");
        if (plan.noDelay()) text.append(", no delay");
        if (plan.urgent()) text.append(", urgent");
        if (plan.resizeBytes() > 0) text.append(", resizes to ").append(plan.resizeBytes());
        return text.append(", ").append(name(plan.ending())).toString();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
