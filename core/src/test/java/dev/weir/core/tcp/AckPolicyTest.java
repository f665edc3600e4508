package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.Acks;
import dev.weir.core.event.SendCause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AckPolicyTest {
    private static final int MSS = 1460;

    private static AckPolicy policy(boolean delayed, int quickAcks) {
        return new AckPolicy(new Acks(delayed, Duration.ofMillis(40), quickAcks, true, true, false), MSS);
    }

    @Test
    @Rfc({"9293#3.8.6.3", "SHLD-18", "SHLD-19"})
    void oneSegmentWaitsAndTheSecondDoesNot() {
        var acks = policy(true, 0);
        assertThat(acks.received(MSS, MSS)).isTrue();
        assertThat(acks.due()).isNull();
        assertThat(acks.pending()).isTrue();
        assertThat(acks.received(MSS, MSS)).isFalse();
        assertThat(acks.due()).isEqualTo(SendCause.ACK_EVERY_SECOND);
        acks.sent(false);
        assertThat(acks.pending()).isFalse();
        assertThat(acks.due()).isNull();
    }

    @Test
    @Rfc({"9293#3.8.6.3", "SHLD-19"})
    void smallSegmentsCountByTheirBytes() {
        var acks = policy(true, 0);
        for (int i = 0; i < 2 * MSS / 100; i++) assertThat(acks.received(100, MSS)).isTrue();
        assertThat(acks.received(100, MSS)).isFalse();
    }

    @Test
    @Rfc({"9293#3.8.6.3", "SHLD-19"})
    void countedBySegmentsTheSecondOneAndALargeOneAreAcknowledged() {
        var acks = new AckPolicy(new Acks(true, Duration.ofMillis(40), 0, true, true, true), MSS);
        assertThat(acks.received(10, MSS)).isTrue();
        assertThat(acks.received(10, MSS)).isFalse();
        acks.sent(false);
        assertThat(acks.received(MSS, MSS)).isTrue();
        acks.sent(false);
        assertThat(acks.received(MSS + 1, MSS)).isFalse();
    }

    @Test
    @Rfc({"9293#3.8.6.3", "SHLD-18"})
    void withoutDelayEachTurnAcknowledges() {
        var acks = policy(false, 0);
        assertThat(acks.received(1, MSS)).isFalse();
        assertThat(acks.due()).isEqualTo(SendCause.ACK_QUICK);
    }

    @Test
    void quickAcksRunOutAndComeBackWithAHole() {
        var acks = policy(true, 2);
        for (int i = 0; i < 2; i++) {
            assertThat(acks.received(1, MSS)).isFalse();
            acks.sent(false);
        }
        assertThat(acks.received(1, MSS)).isTrue();
        acks.sent(false);
        acks.hole();
        assertThat(acks.received(1, MSS)).isFalse();
    }

    @Test
    void anAckThatRidesOnDataEndsThem() {
        var acks = policy(true, 10);
        acks.received(1, MSS);
        acks.sent(true);
        assertThat(acks.received(1, MSS)).isTrue();
    }

    @Test
    void anAckOfNothingUsesNoneUp() {
        var acks = policy(true, 1);
        acks.owe(SendCause.WINDOW_UPDATE);
        acks.sent(false);
        assertThat(acks.received(1, MSS)).isFalse();
    }

    @Test
    void firstCauseOfSeveralIsTold() {
        var acks = policy(true, 0);
        acks.owe(SendCause.ACK_HOLE_FILLED);
        acks.owe(SendCause.ACK_DELAYED);
        assertThat(acks.due()).isEqualTo(SendCause.ACK_HOLE_FILLED);
    }

    @Test
    @Rfc({"9293#3.8.6.3", "MUST-40"})
    void delayOfHalfASecondIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Acks(true, Duration.ofMillis(500), 0, true, true, false));
        assertThat(policy(true, 0).delayNanos()).isEqualTo(40_000_000);
    }

    @Test
    void quickOnRequestAcknowledgesWhatWaitsAndWhatFollows() {
        var acks = policy(true, 0);
        assertThat(acks.isQuick()).isFalse();
        assertThat(acks.received(100, 1000)).as("delayed").isTrue();
        acks.quick(true);
        assertThat(acks.due()).isEqualTo(SendCause.ACK_QUICK);
        assertThat(acks.isQuick()).isTrue();
        acks.sent(false);
        acks.quick(true);
        assertThat(acks.due()).as("nothing waits").isNull();
        assertThat(acks.received(100, 1000)).as("not delayed").isFalse();
        acks.sent(false);
        acks.quick(false);
        assertThat(acks.received(100, 1000)).as("delayed again").isTrue();
    }
}
