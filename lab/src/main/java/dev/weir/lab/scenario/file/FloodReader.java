package dev.weir.lab.scenario.file;

import dev.weir.lab.net.SynFlood;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.toml.Section;
import dev.weir.wire.Cidr;
import java.time.Duration;

/** {@code [[flood]]}: SYNs from addresses where nobody is. */
final class FloodReader {
    private static final int MOST = 10_000_000;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Cidr NOBODY = Cidr.parse("198.18.0.0/15"); // RFC 2544's, which nobody routes

    private FloodReader() {}

    static void read(Section flood, Nodes nodes, Scenario.Builder scenario) {
        String from = nodes.node(flood, "from");
        if (!flood.has("from")) flood.problem("[[flood]] needs from = \"...\": the node that sends");
        String server = nodes.host(flood, "server", "server");
        int port = (int) flood.integer("port", 80, 1, 65535);
        var sources = flood.parsed("sources", NOBODY, Cidr::parse);
        int count = (int) flood.integer("count", 1000, 1, MOST);
        int perSecond = (int) flood.integer("per_second", 1000, 1, MOST);
        var start = flood.time("start", Duration.ZERO);
        scenario.network(net -> net.at(start, network -> new SynFlood(from,
                network.address(server, sources.address().isIpv6()), port, sources, count, SECOND_NANOS / perSecond)
                        .begin(network)));
    }
}
