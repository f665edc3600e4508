package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.tcp.Connection;
import org.junit.jupiter.api.Test;

/** Loss, and how much may be sent after it. */
class RecoveryTest {
    private static final int MSS = 1460;

    private final OneHost host = new OneHost(StackConfig.linux());
    private final Peer peer = host.peer(5000, 80);
    private final Connection connection = peer.connect(host.listen(80));

    private void write(int length) {
        assertThat(connection.write(new byte[length], 0, length)).isEqualTo(length);
        host.changed(connection);
        host.turn();
    }

    private void ack(int number) {
        peer.segment(".").seq(1).ack(number).arrives();
    }

    @Test
    @Rfc({"5681#3.2", "MUST-19"})
    void dataOfLimitedTransmitDoesNotCountInTheFlightThatIsHalved() {
        write(100 * MSS);
        assertThat(peer.heardSoFar()).hasSize(10);
        ack(1);
        assertThat(peer.hears()).hasSize(1); // RFC 3042
        ack(1);
        assertThat(peer.hears()).hasSize(1);
        ack(1);
        assertThat(peer.hears().getFirst().seq()).isEqualTo(1);
        assertThat(connection.info(host.now).ssthreshBytes()).isEqualTo(5 * MSS);
    }

    @Test
    @Rfc({"5681#3.1", "MUST-19"})
    void acksThatComeInOneTurnAllCountInCongestionAvoidance() {
        write(4_000_000);
        int una = 1;
        ack(1);
        ack(1);
        ack(1);
        host.turn();
        assertThat(connection.info(host.now).fastRetransmits()).isOne();
        una += (int) connection.info(host.now).bytesInFlight();
        ack(una);
        host.turn();
        long cwnd = connection.info(host.now).cwndBytes();
        for (int round = 1; round <= 10; round++) { // a window per round, acknowledged by segments in one turn
            long flight = connection.info(host.now).bytesInFlight();
            for (int at = MSS; at <= flight; at += MSS) ack(una + at);
            una += (int) flight;
            host.turn();
        }
        assertThat(connection.info(host.now).cwndBytes()).isBetween(cwnd + 9 * MSS, cwnd + 13 * MSS);
    }
}
