package dev.weir.lab.table;

import dev.weir.lab.Payload;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import dev.weir.lab.net.Network;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How long a client waits for an answer of 10 kB, 100 kB and 1 MB on a new connection. */
class CompletionTableTest {
    private static final long RATE = 20_000_000;
    private static final int PACKETS = 200;
    private static final int REQUEST_BYTES = 200;
    private static final int RUNS = 40;
    private static final int[] BYTES = {10_000, 100_000, 1_000_000};
    private static final double[] LOSSES = {0, 0.01, 0.03};
    private static final int[] RTTS_MILLIS = {10, 50, 200};

    @Test
    void completionTimeByBytesAndLossAndRoundTripTime() {
        var table = new Table()
                .say("Milliseconds from connect to the last byte of an answer, over 20 Mbit/s with a queue of 200 packets;")
                .say("loss each way; " + RUNS + " runs where there is loss. Least: handshake, request, and the bytes at the "
                        + "link's rate.");
        for (var algorithm : Algorithm.ALL) {
            table.say("").say(algorithm.toString()).row("bytes", "RTT", "loss", "least", "median", "90%", "worst");
            for (int bytes : BYTES) {
                for (int rtt : RTTS_MILLIS) {
                    for (double loss : LOSSES) row(table, algorithm, bytes, rtt, loss);
                }
            }
        }
        Snapshot.check("completion.txt", table.toString());
    }

    private static void row(Table table, Algorithm algorithm, int bytes, int rttMillis, double loss) {
        int runs = loss == 0 ? 1 : RUNS;
        var nanos = new long[runs];
        for (int i = 0; i < runs; i++) nanos[i] = completion(algorithm, bytes, rttMillis, loss, i + 1).toNanos();
        Arrays.sort(nanos);
        double least = 2 * rttMillis + bytes * 8000.0 / RATE;
        table.row(bytes, rttMillis + " ms", String.format(Locale.ROOT, "%.0f%%", 100 * loss), text(least * 1e6),
                text(nanos[runs / 2]), text(nanos[runs * 9 / 10]), text(nanos[runs - 1]));
    }

    private static String text(double nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
    }

    private static Duration completion(Algorithm algorithm, int bytes, int rttMillis, double loss, long seed) {
        var network = Network.builder().seed(seed).config(algorithm.config()).host("client").host("server")
                .link("client", "server", link -> link.rate(RATE).queue(algorithm.queue(PACKETS)).loss(loss)
                        .delay(Duration.ofMillis(rttMillis).dividedBy(2)))
                .build();
        var payload = new Payload(seed);
        var requester = new Requester(REQUEST_BYTES, payload);
        network.host("server").listen(80, () -> new Responder(REQUEST_BYTES, payload, bytes));
        network.host("client").connect(network.address("server"), 80, requester);
        network.time().runUntil(() -> requester.received() == bytes);
        return network.time().elapsed();
    }
}
