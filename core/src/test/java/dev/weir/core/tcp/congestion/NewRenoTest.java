package dev.weir.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NewRenoTest {
    private static final int SMSS = 1000;

    private final NewReno reno = new NewReno(SMSS, 10, 1000);

    private void ack(long bytes) {
        reno.onAck(new AckSample(bytes, 0, -1, true, 0, 0));
    }

    @Test
    @Rfc({"5681#3.1", "MUST-19"})
    void slowStartGrowsByWhatIsAcknowledged() {
        assertThat(reno.cwnd()).isEqualTo(10 * SMSS);
        for (int i = 0; i < 10; i++) ack(SMSS);
        assertThat(reno.cwnd()).isEqualTo(20 * SMSS);
    }

    @Test
    @Rfc({"5681#3.1", "MUST-19"})
    void congestionAvoidanceGrowsByOneSegmentPerWindow() {
        reno.onLoss(20 * SMSS, false, 0);
        reno.onRecovered(20 * SMSS, 0);
        assertThat(reno.cwnd()).isEqualTo(10 * SMSS);
        for (int round = 10; round < 20; round++) {
            for (int i = 0; i < round; i++) ack(SMSS);
            assertThat(reno.cwnd()).isEqualTo((round + 1) * SMSS);
        }
    }

    @Test
    @Rfc({"5681#3.2", "6582#3.2", "MUST-19"})
    void lossHalvesTheFlightAndDuplicatesInflate() {
        reno.onLoss(16 * SMSS, false, 0);
        assertThat(reno.ssthresh()).isEqualTo(8 * SMSS);
        assertThat(reno.cwnd()).isEqualTo(11 * SMSS);
        for (int i = 0; i < 5; i++) reno.onDuplicateAck(0);
        assertThat(reno.cwnd()).isEqualTo(16 * SMSS);
        reno.onPartialAck(4 * SMSS, 0);
        assertThat(reno.cwnd()).isEqualTo(13 * SMSS);
        reno.onRecovered(2 * SMSS, 0);
        assertThat(reno.cwnd()).isEqualTo(3 * SMSS); // no burst into an empty network
        reno.onLoss(SMSS, false, 0);
        assertThat(reno.ssthresh()).isEqualTo(2 * SMSS);
    }

    @Test
    @Rfc({"5681#3.1", "MUST-19"})
    void timeOutLeavesOneSegmentAndHalvesOnlyTheFirstTime() {
        reno.onTimeout(12 * SMSS, true, 0);
        assertThat(reno.cwnd()).isEqualTo(SMSS);
        assertThat(reno.ssthresh()).isEqualTo(6 * SMSS);
        reno.onTimeout(SMSS, false, 0);
        assertThat(reno.ssthresh()).isEqualTo(6 * SMSS);
        for (int i = 0; i < 5; i++) ack(SMSS);
        assertThat(reno.cwnd()).isEqualTo(6 * SMSS);
        ack(SMSS);
        assertThat(reno.cwnd()).isLessThan(7 * SMSS); // congestion avoidance from ssthresh on
    }

    @Test
    @Rfc("5681#3.1")
    void slowStartDoesNotJumpOverTheThreshold() {
        reno.onTimeout(12 * SMSS, true, 0);
        ack(50 * SMSS);
        assertThat(reno.cwnd()).isEqualTo(6 * SMSS);
    }

    @Test
    @Rfc("5681#4.1")
    void idleSenderFallsBackToTheInitialWindowAndNeverUp() {
        for (int i = 0; i < 10; i++) ack(SMSS);
        reno.onIdle(0);
        assertThat(reno.cwnd()).isEqualTo(10 * SMSS);
        reno.onTimeout(10 * SMSS, true, 0);
        reno.onIdle(0);
        assertThat(reno.cwnd()).isEqualTo(SMSS);
    }

    @Test
    @Rfc("3168#6.1.2")
    void markHalvesOnceForDropsTooAndIsNeverAMistake() {
        reno.onCongestionExperienced(10 * SMSS, 0);
        assertThat(reno.cwnd()).isEqualTo(5 * SMSS);
        reno.onAck(new AckSample(5 * SMSS, 0, -1, true, SMSS, 0));
        assertThat(reno.cwnd()).as("an ACK that tells of marks opens nothing").isEqualTo(5 * SMSS);
        reno.onLoss(10 * SMSS, true, 0);
        assertThat(reno.ssthresh()).isEqualTo(5 * SMSS);
        assertThat(reno.cwnd()).isEqualTo(8 * SMSS);
        reno.onSpurious(SMSS, SMSS, 0);
        assertThat(reno.ssthresh()).isEqualTo(5 * SMSS);
        reno.onTimeout(8 * SMSS, true, 0);
        reno.onCongestionExperienced(SMSS, 0);
        assertThat(reno.cwnd()).as("not more than before").isEqualTo(SMSS);
        assertThat(reno.ssthresh()).isEqualTo(2 * SMSS);
    }

    @Test
    void windowThatWasNotUsedDoesNotGrow() {
        reno.onAck(new AckSample(SMSS, 0, -1, false, 0, 0));
        assertThat(reno.cwnd()).isEqualTo(10 * SMSS);
    }

    @Test
    @Rfc("EDGE-RECOVERY-12")
    void smallerSegmentsKeepTheirNumber() {
        reno.onSegmentSize(500);
        assertThat(reno.cwnd()).isEqualTo(10 * 500);
    }

    @Test
    void neverBelowOneSegmentWhateverHappens() {
        var random = new SplittableRandom(3);
        for (int round = 0; round < 200_000; round++) {
            long bytes = random.nextLong(30L * SMSS);
            switch (random.nextInt(8)) {
                case 0 -> reno.onLoss(bytes, random.nextBoolean(), 0);
                case 7 -> reno.onCongestionExperienced(bytes, 0);
                case 1 -> reno.onPartialAck(1 + bytes, 0);
                case 2 -> reno.onRecovered(bytes, 0);
                case 3 -> reno.onTimeout(bytes, random.nextBoolean(), 0);
                case 4 -> reno.onIdle(0);
                case 5 -> reno.onDuplicateAck(0);
                default -> ack(1 + bytes);
            }
            assertThat(reno.cwnd()).isGreaterThanOrEqualTo(SMSS);
            assertThat(reno.ssthresh()).isGreaterThanOrEqualTo(2 * SMSS);
        }
    }

    @Test
    @Rfc({"5681#3.1", "MUST-19"})
    void oneAcknowledgmentOpensSlowStartByTheLimitAtMost() {
        for (int limit : new int[] {1, 2}) {
            var limited = new NewReno(SMSS, 10, limit);
            limited.onAck(new AckSample(8 * SMSS, 0, -1, true, 0, 0)); // a stretch ACK
            assertThat(limited.cwnd()).isEqualTo((10 + limit) * SMSS);
            limited.onAck(new AckSample(SMSS / 2, 0, -1, true, 0, 0));
            assertThat(limited.cwnd()).isEqualTo((10 + limit) * SMSS + SMSS / 2);
        }
        ack(8 * SMSS);
        assertThat(reno.cwnd()).as("no limit").isEqualTo(18 * SMSS);
    }
}
