package dev.weir.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    private final List<String> dumps = new ArrayList<>();
    private final FlightRecorder recorder = new FlightRecorder(3, 2, dumps::add);

    private static Flow flow(int remotePort) {
        return new Flow(IpAddress.parse("10.0.0.1"), 80, IpAddress.parse("10.0.0.2"), remotePort);
    }

    private static Event limited(long at, Flow flow) {
        return new Event.SenderLimited(at, flow, SendLimit.APPLICATION);
    }

    @Test
    void onlyTheLastEventsOfEachConnectionAreKept() {
        for (int at = 1; at <= 5; at++) recorder.on(limited(at, flow(1)));
        recorder.on(limited(9, flow(2)));
        assertThat(recorder.recent(flow(1))).extracting(Event::at).containsExactly(3L, 4L, 5L);
        assertThat(recorder.recent(flow(2))).extracting(Event::at).containsExactly(9L);
    }

    @Test
    void connectionThatWasQuietForLongestIsForgottenFirst() {
        recorder.on(limited(1, flow(1)));
        recorder.on(limited(2, flow(2)));
        recorder.on(limited(3, flow(1)));
        recorder.on(limited(4, flow(3)));
        assertThat(recorder.recent(flow(2))).isEmpty();
        assertThat(recorder.recent(flow(1))).hasSize(2);
        assertThat(recorder.recent(flow(3))).hasSize(1);
    }

    @Test
    void brokenInvariantTellsWhatCameBefore() {
        long begin = 1_000_000_000_000L;
        var segment = new SegmentView(1, 101, TcpFlags.PSH | TcpFlags.ACK, 10, 65535, 0, TcpOptions.NONE);
        recorder.on(limited(0, flow(1)));
        recorder.on(new Event.SegmentReceived(begin, flow(1), segment));
        recorder.on(new Event.StateChanged(begin + 2_500, flow(1), State.ESTABLISHED, State.CLOSED, "java.lang.AssertionError: x"));
        recorder.on(new Event.ConnectionEnded(begin + 2_500, flow(1), CloseReason.INTERNAL_ERROR));
        assertThat(dumps).singleElement().asString().isEqualToNormalizingNewlines("""
                the last 3 events of 10.0.0.1:80 -> 10.0.0.2:1
                  0.000000000  < P. 1:11 ack 101 win 65535
                  0.000002500  ESTABLISHED to CLOSED: java.lang.AssertionError: x
                  0.000002500  ended: internal error""");
        assertThat(recorder.recent(flow(1))).isEmpty();
    }

    @Test
    void orderlyEndsAndFailedHandshakesAreForgottenWithoutAWord() {
        recorder.on(limited(1, flow(1)));
        recorder.on(new Event.ConnectionEnded(2, flow(1), CloseReason.CLOSED));
        recorder.on(limited(1, flow(2)));
        recorder.on(new Event.StateChanged(2, flow(2), State.SYN_RECEIVED, State.LISTEN, "RST received"));
        assertThat(recorder.recent(flow(1))).isEmpty();
        assertThat(recorder.recent(flow(2))).isEmpty();
        assertThat(dumps).isEmpty();
    }

    @Test
    void eventsOfNoConnectionArePassedOver() {
        recorder.on(new Event.Dropped(1, null, DropReason.TRUNCATED));
        recorder.on(new Event.PacketImpaired(1, true, 7, "dropped", "loss 2%"));
        assertThat(dumps).isEmpty();
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThatThrownBy(() -> new FlightRecorder(0, 1, dumps::add)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlightRecorder(1, 0, dumps::add)).isInstanceOf(IllegalArgumentException.class);
    }
}
