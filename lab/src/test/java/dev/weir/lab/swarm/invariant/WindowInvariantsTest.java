package dev.weir.lab.swarm.invariant;

import static dev.weir.lab.swarm.invariant.Happenings.ack;
import static dev.weir.lab.swarm.invariant.Happenings.acked;
import static dev.weir.lab.swarm.invariant.Happenings.cwnd;
import static dev.weir.lab.swarm.invariant.Happenings.data;
import static dev.weir.lab.swarm.invariant.Happenings.lost;
import static dev.weir.lab.swarm.invariant.Happenings.shown;
import static dev.weir.lab.swarm.invariant.Happenings.syn;
import static dev.weir.lab.swarm.invariant.Happenings.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.SendCause;
import org.junit.jupiter.api.Test;

/** Senders and receivers that break the rules of windows, each in one way; and the same ones, just within. */
class WindowInvariantsTest {
    @Test
    void aByteBehindTheOfferedWindowIsFound() {
        assertThat(shown(new WithinPeerWindow(), syn(0), synAck(0, 2000), data(1, 2000, SendCause.DATA))).isEmpty();
        assertThat(shown(new WithinPeerWindow(), syn(0), synAck(0, 2000), data(1, 2001, SendCause.DATA)))
                .isEqualTo("1:2002 (data) lies beyond the offered edge 2001");
    }

    @Test
    void theWindowMovesWithTheAcknowledgment() {
        assertThat(shown(new WithinPeerWindow(), syn(0), synAck(0, 2000), data(1, 2000, SendCause.DATA), acked(1001, 2000),
                data(2001, 1000, SendCause.DATA))).isEmpty();
        assertThat(shown(new WithinPeerWindow(), syn(0), synAck(0, 2000), data(1, 2000, SendCause.DATA), acked(1001, 1000),
                data(2001, 1, SendCause.DATA))).contains("beyond the offered edge 2001");
    }

    @Test
    void aWindowProbeIsOneByte() {
        assertThat(shown(new WithinPeerWindow(), syn(0), synAck(0, 0), data(1, 1, SendCause.ZERO_WINDOW_PROBE))).isEmpty();
        assertThat(shown(new WithinPeerWindow(), syn(0), synAck(0, 0), data(1, 2, SendCause.ZERO_WINDOW_PROBE)))
                .contains("beyond the offered edge 1");
    }

    @Test
    void moreThanCwndInFlightIsFound() {
        assertThat(shown(new WithinCwnd(), syn(0), synAck(0, 60_000), cwnd(3000, 0), data(1, 1000, SendCause.DATA),
                data(1001, 2000, SendCause.DATA))).isEmpty();
        assertThat(shown(new WithinCwnd(), syn(0), synAck(0, 60_000), cwnd(3000, 0), data(1, 1000, SendCause.DATA),
                data(1001, 2001, SendCause.DATA)))
                .isEqualTo("1001:3002 (data) makes 3001 bytes in flight, with a cwnd of 3000");
    }

    @Test
    void whatIsTakenAsLostIsNotInFlight() {
        assertThat(shown(new WithinCwnd(), syn(0), synAck(0, 60_000), cwnd(3000, 0), data(1, 3000, SendCause.DATA),
                lost(1, 3001), cwnd(1000, 0), data(1, 1000, SendCause.TIMEOUT_RETRANSMIT))).isEmpty();
        assertThat(shown(new WithinCwnd(), syn(0), synAck(0, 60_000), cwnd(3000, 0), data(1, 3000, SendCause.DATA),
                lost(1, 3001), cwnd(1000, 0), data(1, 1000, SendCause.TIMEOUT_RETRANSMIT),
                data(1001, 500, SendCause.TIMEOUT_RETRANSMIT))).contains("1500 bytes in flight, with a cwnd of 1000");
    }

    @Test
    void fastRetransmitAndLimitedTransmitMayExceedCwnd() {
        assertThat(shown(new WithinCwnd(), syn(0), synAck(0, 60_000), cwnd(1000, 0), data(1, 1000, SendCause.DATA),
                data(1001, 1000, SendCause.LIMITED_TRANSMIT), data(1, 1000, SendCause.FAST_RETRANSMIT))).isEmpty();
    }

    @Test
    void anEdgeThatMovesLeftIsFound() {
        assertThat(shown(new RightEdgeStays(), syn(0), synAck(0, 1000), ack(1, 5000), ack(1001, 4000))).isEmpty();
        assertThat(shown(new RightEdgeStays(), syn(0), synAck(0, 1000), ack(1, 5000), ack(1001, 3999)))
                .isEqualTo("the right edge moves left by 1 bytes, from 5001 to 5000; the window's unit is 1");
    }

    @Test
    void aScaledWindowMaySeemToShrinkByLessThanItsUnit() {
        assertThat(shown(new RightEdgeStays(), syn(5), synAck(0, 1000), ack(1, 3200), ack(32, 3138))).isEmpty();
        assertThat(shown(new RightEdgeStays(), syn(5), synAck(0, 1000), ack(1, 3200), ack(33, 3136)))
                .contains("moves left by 32 bytes");
        assertThat(shown(new RightEdgeStays(), syn(5), synAck(-1, 1000), ack(1, 3200), ack(2, 3198)))
                .contains("moves left by 1 bytes");
    }

    @Test
    void sackBlocksOutsideTheWindowAreFound() {
        assertThat(sack(ack(1001, 5000, 2001, 3001))).isEmpty();
        assertThat(sack(ack(1001, 5000, 5001, 6002))).contains("beyond the offered edge 6001");
        assertThat(sack(ack(1001, 5000, 3001, 3001))).contains("is empty");
    }

    @Test
    void onlyTheFirstSackBlockMayReportADuplicate() {
        assertThat(sack(ack(1001, 5000, 1, 1001, 2001, 3001))).isEmpty();
        assertThat(sack(ack(1001, 5000, 2001, 3001, 1, 1001))).contains("1:1001 lies below the acknowledgment 1001");
    }

    private static String sack(SegmentSent sent) {
        var invariant = new SackBlocksFit();
        invariant.event(sent);
        invariant.check(sent, (int) sent.segment().acknowledgment());
        return invariant.breach().map(Breach::what).orElse("");
    }
}
