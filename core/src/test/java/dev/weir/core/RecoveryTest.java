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

    /** What a SACK finds arrived after a time-out is not in flight: it must not hold back what is to be sent again. */
    @Test
    @Rfc({"5681#3.1", "2018#8", "MUST-19"})
    void blocksThatAreReportedAfterATimeOutDoNotHoldBackTheRetransmissions() {
        var other = host.peer(6000, 81);
        var sender = other.connect(host.listen(81), other.segment("S").mss(MSS).sackPermitted());
        assertThat(sender.write(new byte[10 * MSS], 0, 10 * MSS)).isEqualTo(10 * MSS);
        host.changed(sender);
        assertThat(other.hears()).hasSize(10);
        host.advanceToTimer();
        assertThat(other.hearsOne().seq()).isOne();
        // 1461 and 2921 were lost as well, the rest had arrived
        other.segment(".").seq(1).ack(1461).sack(4381, 14601).arrives();
        assertThat(other.trace()).as("in slow start, without another time-out")
                .containsExactly(". 1461:2921 ack 1", ". 2921:4381 ack 1");
        other.segment(".").seq(1).ack(14601).arrives();
        host.turn();
        assertThat(sender.info(host.now).timeouts()).isOne();
        assertThat(sender.info(host.now).bytesInFlight()).isZero();
    }
}
