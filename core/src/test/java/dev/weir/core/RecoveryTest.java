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

    @Test
    @Rfc({"6298#5", "EDGE-RECOVERY-2", "MUST-19"})
    void timeOutsDoubleAndTheWindowIsOneSegment() {
        write(5 * MSS);
        peer.heardSoFar();
        long before = host.advanceToTimer();
        for (int n = 1; n < 6; n++) {
            assertThat(peer.hearsOne().toString()).isEqualTo(". 1:1461 ack 1");
            assertThat(connection.info(host.now).cwndBytes()).isEqualTo(MSS);
            long gap = host.advanceToTimer();
            assertThat(gap).isEqualTo(2 * before);
            before = gap;
        }
    }

    @Test
    @Rfc({"5681#3.1", "6298#5"})
    void lostSynAckLetsTheConnectionBeginWithOneSegment() {
        var listener = host.listen(81);
        var slow = host.peer(6000, 81);
        slow.segment("S").mss(MSS).arrives();
        slow.hears();
        host.advanceMillis(1500);
        assertThat(slow.hears()).hasSize(1);
        slow.segment(".").seq(1).ack(1).arrives();
        host.turn();
        var accepted = listener.accept(host.now);
        assertThat(accepted.info(host.now).cwndBytes()).isEqualTo(MSS);
    }

    @Test
    @Rfc({"6298#3", "MUST-18"})
    void synAckThatWasSentTwiceMeasuresNothing() {
        var listener = host.listen(81);
        var slow = host.peer(6000, 81);
        slow.segment("S").mss(MSS).arrives();
        slow.hears();
        host.advanceMillis(700);
        slow.segment("S").mss(MSS).arrives(); // which of the two answers does the ACK mean?
        assertThat(slow.hears()).hasSize(1);
        host.advanceMillis(10);
        slow.segment(".").seq(1).ack(1).arrives();
        host.turn();
        assertThat(listener.accept(host.now).info(host.now).srttNanos()).isZero();
    }

    @Test
    @Rfc({"9293#3.10.7.4", "SHLD-15"})
    void oldAcknowledgmentDoesNotMoveTheWindow() {
        peer.segment(".").seq(1).ack(1).window(3000).arrives();
        write(10_000);
        ackWithWindow(1461, 1, 1540); // all that was offered lies below 3001
        var old = peer.segment(".").seq(101).ack(1).window(3000).data(10); // overtaken: promised position 3001
        old.arrives();
        write(1);
        for (var segment : peer.hears()) assertThat(segment.end()).isLessThanOrEqualTo(3001);
        assertThat(connection.info(host.now).sendWindowBytes()).isEqualTo(1540);
    }

    private void ackWithWindow(int ack, int seq, int window) {
        peer.segment(".").seq(seq).ack(ack).window(window).arrives();
    }
}
