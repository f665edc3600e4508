package dev.weir.lab.table;

import dev.weir.lab.Payload;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Network;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How long a flow needs after an outage, until something arrives again and until the link is as full as before. */
class RecoveryTableTest {
    private static final long RATE = 10_000_000;
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final double AS_BEFORE = 0.9;
    private static final int[] OUTAGES_MILLIS = {50, 200, 500, 1000, 3000, 10_000, 30_000};
    private static final int[] RTTS_MILLIS = {20, 100};

    @Test
    void recoveryTimeByOutageAndRoundTripTime() {
        var table = new Table()
                .say("Milliseconds after an outage of a link of 10 Mbit/s with a queue of one bandwidth-delay product (at least "
                        + "20 packets):")
                .say("until the first new byte arrives, and until half a second brings 90% of what the flow had before.");
        for (var algorithm : Algorithm.ALL) {
            table.say("").say(algorithm.toString()).row("outage", "RTT", "first byte", "as before");
            for (int outage : OUTAGES_MILLIS) {
                for (int rtt : RTTS_MILLIS) row(table, algorithm, outage, rtt);
            }
        }
        Snapshot.check("recovery.txt", table.toString());
    }

    private static void row(Table table, Algorithm algorithm, int outageMillis, int rttMillis) {
        int packets = (int) Math.max(20, RATE * rttMillis / 8000 / 1500);
        var up = BEFORE.plusMillis(outageMillis);
        var network = Network.builder().config(algorithm.config()).host("client").host("server")
                .link("client", "server", link -> link.rate(RATE).queue(algorithm.queue(packets))
                        .delay(Duration.ofMillis(rttMillis).dividedBy(2)))
                .at(BEFORE, net -> net.link("client", "server").down())
                .at(up, net -> net.link("client", "server").up())
                .build();
        var time = network.time();
        var payload = new Payload(1);
        var sink = new Sink(payload);
        network.host("server").listen(80, () -> sink);
        network.host("client").connect(network.address("server"), 80, new Bulk(payload, Long.MAX_VALUE));
        network.runFor(BEFORE.dividedBy(2));
        long half = sink.received();
        runTo(time, up);
        long cut = sink.received();
        double rate = (cut - half) / (BEFORE.toNanos() / 2.0);
        time.runUntil(() -> sink.received() > cut, time.now() + LONGEST.toNanos());
        long first = time.elapsed().minus(up).toNanos();
        long seen = sink.received();
        do {
            seen = sink.received();
            network.runFor(WINDOW);
        } while (sink.received() - seen < AS_BEFORE * rate * WINDOW.toNanos()
                && time.elapsed().compareTo(up.plus(LONGEST)) < 0);
        table.row(outageMillis + " ms", rttMillis + " ms", text(first),
                text(time.elapsed().minus(up).minus(WINDOW).toNanos()));
    }

    private static void runTo(VirtualTime time, Duration elapsed) {
        time.runFor(elapsed.minus(time.elapsed()));
    }

    private static String text(double nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
    }
}
