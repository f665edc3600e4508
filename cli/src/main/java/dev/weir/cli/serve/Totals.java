package dev.weir.cli.serve;

import dev.weir.analysis.Quantity;
import dev.weir.cli.network.Firewall;
import dev.weir.cli.session.Report;
import java.util.ArrayList;
import java.util.List;

/** What all clients of a server came to. Any thread. */
final class Totals {
    private final long startedAt = System.nanoTime();
    private long clients; // guarded by this, as is all below
    private long failed;
    private long strangers;
    private long sent;
    private long received;
    private long measured;
    private long retransmitted;
    private long leastRttNanos = Long.MAX_VALUE;
    private long greatestRttNanos;
    private Report only;

    synchronized void add(Report report) {
        clients++;
        only = report;
        sent += report.sent();
        received += report.received();
        report.measurement().ifPresent(taken -> {
            measured++;
            retransmitted += taken.segmentsRetransmitted();
            if (taken.rttNanos() == 0) return;
            leastRttNanos = Math.min(leastRttNanos, taken.rttNanos());
            greatestRttNanos = Math.max(greatestRttNanos, taken.rttNanos());
        });
    }

    /** One of them came to a bad end. */
    synchronized void failed() {
        failed++;
    }

    /** One did not get as far as a session: TLS failed. */
    synchronized void stranger() {
        strangers++;
    }

    /** One line, and one more for each kind of client that was not served. */
    synchronized List<String> lines(Firewall firewall) {
        var lines = new ArrayList<String>();
        lines.add(clients == 0 ? "no client in " + Quantity.time(System.nanoTime() - startedAt)
                : clients == 1 && failed == 0 ? "1 client: " + only.text() : summary());
        if (strangers > 0) lines.add(Quantity.count(strangers, "more TLS handshake") + " failed");
        long denied = firewall.denied().values().stream().mapToLong(Long::longValue).sum();
        if (denied > 0) {
            var rules = firewall.denied().entrySet().stream().map(rule -> rule.getValue() + " by " + rule.getKey()).toList();
            lines.add("denied " + denied + ": " + String.join(", ", rules));
        }
        return lines;
    }

    private String summary() {
        var text = new StringBuilder(Quantity.count(clients, "client"));
        if (failed > 0) text.append(", ").append(failed).append(" of them failed");
        text.append(": ").append(Quantity.bytes(sent)).append(" sent, ").append(Quantity.bytes(received))
                .append(" received in ").append(Quantity.time(System.nanoTime() - startedAt));
        if (measured == 0) return text.toString();
        if (greatestRttNanos > 0) {
            text.append("; RTT ").append(Quantity.time(leastRttNanos));
            if (greatestRttNanos > leastRttNanos) text.append(" to ").append(Quantity.time(greatestRttNanos));
        }
        return text.append(", ").append(Quantity.count(retransmitted, "retransmission")).toString();
    }
}
