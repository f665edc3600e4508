package dev.weir.lab.scenario.file;

import dev.weir.lab.net.Box;
import dev.weir.lab.net.Lane;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.NetworkLink;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.toml.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code [[change]]}: something that happens to the network while it runs. */
final class ChangeReader {
    private static final Map<String, Consumer<NetworkLink>> ACTIONS = Map.of("down", NetworkLink::down,
            "up", NetworkLink::up, "pause", NetworkLink::pause, "resume", NetworkLink::resume);
    private static final Map<String, Consumer<Lane>> ONE_WAY = Map.of("down", Lane::down,
            "up", Lane::up, "pause", Lane::pause, "resume", Lane::resume);

    private ChangeReader() {}

    static void read(Section change, Nodes nodes, Scenario.Builder scenario) {
        var at = change.time("at", Duration.ZERO);
        if (!change.has("at")) change.problem("[[change]] needs at = \"3s\": when it happens");
        Consumer<Network> what;
        if (change.has("partition")) {
            var names = nodes.several(change, "partition");
            what = net -> net.partition(names.toArray(String[]::new));
        } else if (change.flag("heal", false)) {
            what = Network::heal;
        } else if (change.has("restart")) {
            String name = nodes.box(change, "restart");
            what = net -> {
                if (net.node(name) instanceof Box box) box.forget();
            };
        } else if (change.has("reboot")) {
            String name = nodes.host(change, "reboot", "");
            var lasts = change.time("lasts", Duration.ofSeconds(1));
            what = net -> reboot(net, name, lasts);
        } else {
            what = link(change, nodes.pair(change, "link"), nodes);
        }
        scenario.network(net -> net.at(at, what));
    }

    /** A machine without power says nothing, and afterwards knows nothing of its connections; its programs are back. */
    private static void reboot(Network net, String name, Duration lasts) {
        var links = net.links().stream()
                .filter(link -> link.there().from().name().equals(name) || link.there().to().name().equals(name)).toList();
        links.forEach(NetworkLink::down);
        net.host(name).submit((stack, now) -> {
            stack.tcp().abortAll(now);
            return null;
        });
        net.time().at(lasts, () -> links.forEach(NetworkLink::up));
    }

    private static Consumer<Network> link(Section change, List<String> ends, Nodes nodes) {
        if (ends.isEmpty()) return _ -> { };
        String one = ends.getFirst();
        String other = ends.getLast();
        var rules = LinkReader.changes(change);
        if (change.has("from")) {
            String from = nodes.node(change, "from");
            if (!ends.contains(from)) change.problem("from", "from must be one end of the link");
            var action = change.choice("action", lane -> { }, ONE_WAY);
            return net -> {
                var lane = net.link(one, other).from(from);
                rules.forEach(lane::change);
                action.accept(lane);
            };
        }
        var action = change.choice("action", link -> { }, ACTIONS);
        if (rules.isEmpty() && !change.has("action")) {
            change.problem("[[change]] needs action = \"down\" or \"up\", or new rules such as loss = \"2%\"");
        }
        return net -> {
            var link = net.link(one, other);
            rules.forEach(link::change);
            action.accept(link);
        };
    }
}
