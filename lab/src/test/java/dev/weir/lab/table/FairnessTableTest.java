package dev.weir.lab.table;

import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How flows share a bottleneck, by their number and by how much longer the way of every second one is. */
class FairnessTableTest {
    private static final long RATE = 10_000_000;
    private static final int PACKETS = 50;
    private static final int RTT_MILLIS = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int[] FLOWS = {2, 4, 8, 16};
    private static final int[] RATIOS = {1, 2, 4, 8};

    /** Bits per second of each flow. */
    private record Shares(List<Double> bitsPerSecond) {
        double sum() {
            return bitsPerSecond.stream().mapToDouble(Double::doubleValue).sum();
        }

        /** Jain's index: 1 if all are equal, 1/n if one has all. */
        double jain() {
            double squares = bitsPerSecond.stream().mapToDouble(share -> share * share).sum();
            return sum() * sum() / (bitsPerSecond.size() * squares);
        }

        /** What the flows with the short way have together, of those with the long one. */
        double shortToLong() {
            double even = 0;
            for (int i = 0; i < bitsPerSecond.size(); i += 2) even += bitsPerSecond.get(i);
            return even / (sum() - even);
        }
    }

    @Test
    void fairnessByNumberOfFlowsAndRatioOfRoundTripTimes() {
        var table = new Table()
                .say("Flows that share 10 Mbit/s with a drop-tail queue of 50 packets (60 ms), every second one with a longer "
                        + "way;")
                .say("the short one's round trip is 20 ms; over " + LONG.toSeconds() + " s after " + WARM_UP.toSeconds()
                        + " s. Jain: 1 if all have the same. Short/long: what both kinds")
                .say("have, one by the other. Used: goodput of all in percent of the link's rate, at best 96.5.");
        for (var algorithm : Algorithm.ALL) {
            table.say("").say(algorithm.toString()).row("flows", "RTT ratio", "Jain", "short/long", "used");
            for (int flows : FLOWS) {
                for (int ratio : RATIOS) {
                    var shares = shares(algorithm, flows, ratio);
                    table.row(flows, ratio, text(shares.jain(), 3), text(shares.shortToLong(), 2),
                            text(100 * shares.sum() / RATE, 1));
                }
            }
        }
        Snapshot.check("fairness.txt", table.toString());
    }

    private static String text(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static Shares shares(Algorithm algorithm, int flows, int ratio) {
        var builder = Network.builder().seed(flows * 10L + ratio).config(algorithm.config()).router("left").router("right");
        builder.link("left", "right", link -> link.rate(RATE).queue(algorithm.queue(PACKETS)));
        for (int i = 0; i < flows; i++) {
            var oneWay = Duration.ofMillis((long) RTT_MILLIS * (i % 2 == 0 ? 1 : ratio)).dividedBy(2);
            builder.host("client" + i).host("server" + i).link("client" + i, "left", link -> link.delay(oneWay))
                    .link("right", "server" + i);
        }
        var network = builder.build();
        var sinks = new ArrayList<Sink>();
        for (int i = 0; i < flows; i++) {
            var payload = new Payload(i);
            var sink = new Sink(payload);
            sinks.add(sink);
            var client = network.host("client" + i);
            var server = network.address("server" + i);
            network.host("server" + i).listen(80, () -> sink);
            network.time().at(Duration.ofMillis(137L * i), () -> client.connect(server, 80, new Bulk(payload, Long.MAX_VALUE)));
        }
        network.runFor(WARM_UP);
        long[] before = sinks.stream().mapToLong(Sink::received).toArray();
        network.runFor(LONG);
        var shares = new ArrayList<Double>();
        for (int i = 0; i < flows; i++) shares.add((sinks.get(i).received() - before[i]) * 8.0 / LONG.toSeconds());
        return new Shares(shares);
    }
}
