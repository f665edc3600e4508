package dev.weir.analysis;

import static dev.weir.analysis.Script.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Event;
import dev.weir.core.event.SendCause;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Script script = new Script();

    private Summary summary() {
        return Summary.of(script.timeline(), Map.of());
    }

    @Test
    void addsUpBothDirections() {
        script.handshake().dataWithLoss();
        var summary = summary();
        assertThat(summary.handshakeRttNanos()).hasValue(40_000_000);
        assertThat(summary.durationNanos()).isEqualTo(140_000_000);
        assertThat(summary.client().segments()).isEqualTo(12);
        assertThat(summary.client().dataSegments()).isEqualTo(1);
        assertThat(summary.client().deliveredBytes()).isEqualTo(100);
        assertThat(summary.server().segments()).isEqualTo(12);
        assertThat(summary.server().deliveredBytes()).isEqualTo(14480);
        assertThat(summary.server().deliveryNanos()).isEqualTo(60_000_000); // the hole was filled at 120 ms
        assertThat(summary.server().goodputBitsPerSecond()).isEqualTo(1_930_667);
        assertThat(summary.server().retransmissions()).isEqualTo(Map.of(SendCause.FAST_RETRANSMIT, 1));
        assertThat(summary.server().lost()).isEqualTo(Map.of("loss 1%", 1));
        assertThat(summary.server().largestCwndBytes()).isEqualTo(15928);
    }

    @Test
    void saysItInWords() {
        script.handshake().dataWithLoss();
        assertThat(String.join("\n", summary().lines()) + "\n").isEqualTo("""
                  connection     10.0.0.1:49152 -> 10.0.0.2:80
                  duration       140 ms from the first segment to the last
                  handshake RTT  40 ms
                  goodput        1.93 Mbit/s from server to client: 14.5 kB in 60 ms
                  segments       client sent 12 (1 with data); server sent 12 (11 with data)
                  resent         1 by server (fast retransmit: 1)
                  lost           1 from server (loss 1%: 1)
                  dropped        none
                  largest cwnd   15.9 kB (server)
                """);
    }

    @Test
    void bytesBeyondAHoleAreNotDelivered() {
        script.at(0).sends("client", SendCause.DATA, segment(".", 1, 10, 1, 9000)).link("client", "dropped", "loss 1%")
                .sends("client", SendCause.DATA, segment(".", 11, 10, 1, 9000))
                .at(5).receives("server", segment(".", 11, 10, 1, 9000));
        assertThat(summary().client().deliveredBytes()).isZero();
    }

    @Test
    void acknowledgmentsStandForArrivalsThatNobodyObserved() {
        script.at(0).sends("client", SendCause.DATA, segment("F.", 1, 10, 1, 9000))
                .at(30).receives("client", segment(".", 1, 0, 12, 9000));
        assertThat(summary().client().deliveredBytes()).isEqualTo(10);
        assertThat(summary().client().deliveryNanos()).isEqualTo(30_000_000);
    }

    @Test
    void nothingRecordedAddsUpToNothing() {
        assertThat(summary().durationNanos()).isZero();
        assertThat(summary().handshakeRttNanos()).isEmpty();
        assertThat(summary().server().goodputBitsPerSecond()).isZero();
    }

    @Test
    void lossOfAPacketThatNobodyElseReportsCounts() {
        script.at(0).sends("client", SendCause.SYN, segment("S", 0, 0, 0, 64240))
                .at(30).report("client", new Event.PacketImpaired(30, false, 1, "dropped", "loss 1%"))
                .at(40).receives("client", segment("S.", 0, 0, 1, 65535));
        assertThat(summary().server().lost()).isEqualTo(Map.of("loss 1%", 1));
    }
}
