package dev.weir.lab.table;

import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How much of a link one flow gets, by loss, round-trip time and the buffer before the link. */
class GoodputTableTest {
    private static final long RATE = 10_000_000;
    private static final Duration LONG = Duration.ofSeconds(25);
    private static final int SEEDS = 3;
    private static final int PACKET = 1500;
    private static final int MSS = 1448;
    private static final double[] LOSSES = {0, 0.0001, 0.001, 0.01, 0.03};
    private static final int[] RTTS_MILLIS = {5, 20, 100, 300};
    private static final double[] BUFFERS = {0.25, 1, 4}; // of the bandwidth-delay product

    @Test
    void goodputByLossAndRoundTripTimeAndBuffer() {
        var table = new Table()
                .say("Goodput of one flow over 10 Mbit/s in percent of the link's rate, over " + LONG.toSeconds()
                        + " s from the handshake on;")
                .say("the best possible is 96.5 (headers). Buffer: queue before the link, of the bandwidth-delay product.")
                .say("Mathis: MSS / (RTT sqrt(2p/3)), what random loss alone would leave to a halving sender.");
        for (var algorithm : Algorithm.ALL) {
            table.say("").say(algorithm.toString());
            var header = new ArrayList<Object>();
            header.add("loss");
            header.add("RTT");
            header.add("Mathis");
            for (double buffer : BUFFERS) header.add("buffer " + buffer);
            table.row(header.toArray());
            for (double loss : LOSSES) {
                for (int rtt : RTTS_MILLIS) table.row(row(algorithm, loss, rtt));
            }
        }
        Snapshot.check("goodput.txt", table.toString());
    }

    private static Object[] row(Algorithm algorithm, double loss, int rttMillis) {
        var cells = new ArrayList<Object>();
        cells.add(String.format(Locale.ROOT, "%.2f%%", 100 * loss));
        cells.add(rttMillis + " ms");
        cells.add(loss == 0 ? "-" : percent(Math.min(RATE,
                8000.0 * MSS / (rttMillis * StrictMath.sqrt(2 * loss / 3)))));
        for (double buffer : BUFFERS) {
            int packets = (int) Math.max(2, RATE * rttMillis / 8000.0 / PACKET * buffer);
            double sum = 0;
            int seeds = loss == 0 ? 1 : SEEDS;
            for (int seed = 1; seed <= seeds; seed++) sum += goodput(algorithm, loss, rttMillis, packets, seed);
            cells.add(percent(sum / seeds));
        }
        return cells.toArray();
    }

    private static String percent(double bitsPerSecond) {
        return String.format(Locale.ROOT, "%.1f", 100 * bitsPerSecond / RATE);
    }

    private static double goodput(Algorithm algorithm, double loss, int rttMillis, int packets, long seed) {
        var network = Network.builder().seed(seed).config(algorithm.config()).host("client").host("server")
                .link("client", "server", link -> link.rate(RATE).queue(algorithm.queue(packets))
                        .delay(Duration.ofMillis(rttMillis).dividedBy(2)).there(road -> road.withLoss(loss)))
                .build();
        var payload = new Payload(seed);
        var sink = new Sink(payload);
        network.host("server").listen(80, () -> sink);
        network.host("client").connect(network.address("server"), 80, new Bulk(payload, Long.MAX_VALUE));
        network.runFor(LONG);
        return sink.received() * 8.0 / LONG.toSeconds();
    }
}
