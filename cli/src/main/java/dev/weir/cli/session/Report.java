package dev.weir.cli.session;

import dev.weir.analysis.Quantity;
import dev.weir.cli.network.Measurement;
import java.util.Optional;

/**
 * How a session went.
 *
 * @param received bytes from the peer
 * @param sent bytes to the peer
 * @param nanos since the connection was established
 */
public record Report(long received, long sent, long nanos, Optional<Measurement> measurement) {
    /** {@code 48.2 kB sent, 12 B received in 1.05 s; RTT 40.2 ms, 1 retransmission}. */
    public String text() {
        return Quantity.bytes(sent) + " sent, " + Quantity.bytes(received) + " received in " + Quantity.time(nanos)
                + measurement.map(taken -> "; RTT " + rtt(taken) + ", " + retransmissions(taken.segmentsRetransmitted()))
                        .orElse("");
    }

    private static String rtt(Measurement taken) {
        return taken.rttNanos() == 0 ? "not measured" : Quantity.time(taken.rttNanos());
    }

    static String retransmissions(long count) {
        return Quantity.count(count, "retransmission");
    }
}
