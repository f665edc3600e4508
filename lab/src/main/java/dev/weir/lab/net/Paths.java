package dev.weir.lab.net;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Shortest paths between all nodes, by the cost of links; among equals the link that was added first. */
final class Paths {
    private record Reached(int cost, int order, Node node, Lane first) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached other) {
            return cost != other.cost ? Integer.compare(cost, other.cost) : Integer.compare(order, other.order);
        }
    }

    private Paths() {}

    /** What {@code from} needs to reach every address in the network. */
    static Routes from(Node from, List<Node> nodes, Map<Lane, Integer> costs) {
        Map<Node, Lane> firsts = search(from, costs);
        var routes = new Routes();
        for (Node node : nodes) {
            Lane first = firsts.get(node);
            if (node == from || first == null) continue;
            for (var address : node.addresses()) routes.found(address, first);
        }
        return routes;
    }

    /** Dijkstra's; hosts are ends, nothing goes on through them. */
    private static Map<Node, Lane> search(Node from, Map<Lane, Integer> costs) {
        var firsts = new HashMap<Node, Lane>(); // looked up only, never walked through
        var open = new PriorityQueue<Reached>();
        int order = 0;
        open.add(new Reached(0, order++, from, null));
        for (Reached next; (next = open.poll()) != null; ) {
            Node node = next.node();
            if (firsts.containsKey(node)) continue;
            firsts.put(node, next.first());
            if (node instanceof HostPort && node != from) continue;
            for (Lane lane : node.lanes()) {
                if (firsts.containsKey(lane.to())) continue;
                open.add(new Reached(next.cost() + costs.get(lane), order++, lane.to(),
                        next.first() == null ? lane : next.first()));
            }
        }
        return firsts;
    }
}
