package dev.weir.lab.scenario.file;

import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.toml.Section;
import dev.weir.wire.Cidr;

/** {@code [[route]]}: at a node, packets for a prefix go to a neighbour, whatever the shortest path is. */
final class RouteReader {
    private RouteReader() {}

    static void read(Section route, Nodes nodes, Scenario.Builder scenario) {
        String at = nodes.node(route, "at");
        String next = nodes.node(route, "next");
        var prefix = route.parsed("prefix", null, Cidr::parse);
        if (prefix == null) route.problem("prefix", "[[route]] needs prefix = \"10.1.0.0/16\" or the like");
        else scenario.network(net -> net.route(at, prefix.toString(), next));
    }
}
