package dev.weir.analysis.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.SendLimit;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import org.junit.jupiter.api.Test;

class EndpointMeterTest {
    private static final Flow FLOW = new Flow(IpAddress.parse("10.0.0.1"), 40000, IpAddress.parse("10.0.0.2"), 80);
    private static final int MSS = 1000;

    private final Meters meters = new Meters();
    private final Observer client = meters.of("client");

    private EndpointMeter meter() {
        return meters.all().getLast();
    }

    private static SegmentView segment(long sequence, long acknowledgment, int flags, int length, long window) {
        return new SegmentView(sequence, acknowledgment, flags, length, window, 0, TcpOptions.NONE);
    }

    private void sends(long at, long sequence, int length, SendCause cause) {
        int flags = cause == SendCause.SYN ? TcpFlags.SYN : TcpFlags.ACK;
        client.on(new Event.SegmentSent(at, FLOW, segment(sequence, 1, flags, length, 5000), cause, at));
    }

    private void receives(long at, long acknowledgment, long window) {
        client.on(new Event.SegmentReceived(at, FLOW, segment(1, acknowledgment, TcpFlags.ACK, 0, window)));
    }

    private void becomes(long at, State from, State to) {
        client.on(new Event.StateChanged(at, FLOW, from, to, "test"));
    }

    private void opens() {
        sends(0, 0, 0, SendCause.SYN);
        becomes(0, State.CLOSED, State.SYN_SENT);
        receives(40, 1, 5000);
        becomes(40, State.SYN_SENT, State.ESTABLISHED);
    }

    @Test
    void everyMomentBelongsToOnePhaseAndTheySumToTheWhole() {
        opens();
        client.on(new Event.SenderLimited(40, FLOW, SendLimit.CONGESTION_WINDOW));
        sends(40, 1, MSS, SendCause.DATA);
        receives(80, 1001, 5000);
        client.on(new Event.SenderLimited(80, FLOW, SendLimit.RECEIVER_WINDOW));
        client.on(new Event.SenderLimited(100, FLOW, SendLimit.APPLICATION));
        becomes(150, State.ESTABLISHED, State.FIN_WAIT_1);
        becomes(190, State.FIN_WAIT_1, State.TIME_WAIT);
        client.on(new Event.ConnectionEnded(60_000, FLOW, CloseReason.CLOSED));
        assertThat(meter().spentNanos(70_000)).containsOnly(
                entry(Phase.HANDSHAKE, 40L), entry(Phase.CWND, 40L),
                entry(Phase.RECEIVER_WINDOW, 20L), entry(Phase.APPLICATION, 50L),
                entry(Phase.CLOSING, 40L));
        assertThat(meter().elapsedNanos(70_000)).isEqualTo(190);
    }

    @Test
    void silenceBeforeARetransmissionTimerIsTheTimers() {
        opens();
        client.on(new Event.SenderLimited(40, FLOW, SendLimit.CONGESTION_WINDOW));
        sends(50, 1, MSS, SendCause.DATA);
        client.on(new Event.TimerExpired(250, FLOW, TimerKind.RETRANSMISSION, 1));
        sends(250, 1, MSS, SendCause.TIMEOUT_RETRANSMIT);
        receives(290, 1001, 5000);
        assertThat(meter().spentNanos(290)).containsEntry(Phase.RETRANSMISSION_TIMER, 200L)
                .containsEntry(Phase.CWND, 50L).containsEntry(Phase.HANDSHAKE, 40L);
        assertThat(meter().elapsedNanos(290)).isEqualTo(290);
    }

    @Test
    void repeatedBytesAreCountedOnceAsStreamAndTwiceAsSent() {
        opens();
        sends(40, 1, MSS, SendCause.DATA);
        sends(41, 1001, MSS, SendCause.DATA);
        sends(90, 1, MSS, SendCause.FAST_RETRANSMIT);
        receives(130, 2001, 0);
        assertThat(meter().streamBytesSent()).isEqualTo(2000);
        assertThat(meter().bytesSent()).isEqualTo(3000);
        assertThat(meter().bytesSentAgain()).isEqualTo(1000);
        assertThat(meter().retransmissions()).containsOnlyKeys(SendCause.FAST_RETRANSMIT);
        assertThat(meter().largestInFlightBytes()).isEqualTo(2000);
        assertThat(meter().streamBytesAcknowledged()).isEqualTo(2000);
        assertThat(meter().zeroWindows()).isEqualTo(1);
    }

    @Test
    void portsThatAreUsedAgainAreAnotherConnection() {
        opens();
        client.on(new Event.ConnectionEnded(100, FLOW, CloseReason.RESET_BY_PEER));
        becomes(200, State.CLOSED, State.SYN_SENT);
        assertThat(meters.of("client", FLOW)).hasSize(2);
        assertThat(meters.of("client", FLOW).getFirst().end()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(meters.of("client", FLOW).getLast().end()).isEqualTo(CloseReason.NONE);
        assertThat(meters.atPort("client", 40000)).hasSize(2);
        assertThat(meters.atPort("client", 40001)).isEmpty();
    }
}
