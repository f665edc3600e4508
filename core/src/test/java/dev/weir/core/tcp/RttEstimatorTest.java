package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.Rto;
import dev.weir.core.config.StackConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long MS = 1_000_000;

    private static Rto config(long minimumMillis, long granularityMillis) {
        return StackConfig.rfc().tcp().rto().withMinimum(Duration.ofMillis(minimumMillis))
                .withGranularity(Duration.ofMillis(granularityMillis)).withMaximum(Duration.ofSeconds(60));
    }

    /** By hand, from RFC 6298 (2.2) and (2.3). */
    @Test
    @Rfc({"6298#2", "MUST-18", "EDGE-RECOVERY-3"})
    void followsTheTableComputedByHand() {
        long[][] table = { // R, SRTT, RTTVAR, RTO, in microseconds
            {80_000, 80_000, 40_000, 240_000},
            {80_000, 80_000, 30_000, 200_000},
            {160_000, 90_000, 42_500, 260_000},
            {160_000, 98_750, 49_375, 296_250},
            {2_000_000, 336_406, 512_343, 2_385_781},
            {40_000, 299_355, 458_359, 2_132_792},
        };
        var rtt = new RttEstimator(config(0, 1));
        for (long[] row : table) {
            rtt.sample(row[0] * 1000);
            assertThat(rtt.srttNanos() / 1000).isEqualTo(row[1]);
            assertThat(rtt.rttvarNanos() / 1000).isEqualTo(row[2]);
            assertThat(rtt.rtoNanos() / 1000).isEqualTo(row[3]);
        }
        assertThat(rtt.minimumRttNanos()).isEqualTo(40 * MS);
    }

    @Test
    @Rfc({"6298#2", "MUST-18"})
    void oneSecondUntilTheFirstMeasurement() {
        var rtt = new RttEstimator(StackConfig.rfc().tcp().rto());
        assertThat(rtt.rtoNanos()).isEqualTo(1000 * MS);
        assertThat(rtt.hasSample()).isFalse();
        assertThat(rtt.srttNanos()).isZero();
        assertThat(rtt.minimumRttNanos()).isZero();
    }

    @Test
    @Rfc({"6298#2", "EDGE-RECOVERY-3"})
    void minimumAndGranularityAreTwoThings() {
        var floor = new RttEstimator(config(1000, 1));
        floor.sample(10 * MS);
        assertThat(floor.rtoNanos()).isEqualTo(1000 * MS);
        var granular = new RttEstimator(config(0, 200));
        granular.sample(10 * MS);
        assertThat(granular.rtoNanos()).isEqualTo(210 * MS);
        granular.sample(0);
        assertThat(granular.rtoNanos()).isGreaterThan(200 * MS);
    }

    @Test
    @Rfc({"6298#5", "EDGE-RECOVERY-2"})
    void backOffDoublesUpToTheMaximumAndEndsWithASample() {
        var rtt = new RttEstimator(config(0, 1));
        rtt.sample(100 * MS); // RTO 300 ms
        long expected = 300 * MS;
        for (int i = 0; i < 12; i++) {
            assertThat(rtt.rtoNanos()).isEqualTo(Math.min(expected, 60_000 * MS));
            rtt.timedOut();
            expected *= 2;
        }
        assertThat(rtt.rtoNanos()).isEqualTo(60_000 * MS);
        assertThat(rtt.backoff()).isEqualTo(8);
        rtt.sample(100 * MS);
        assertThat(rtt.backoff()).isZero();
        assertThat(rtt.rtoNanos()).isLessThan(300 * MS);
    }

    @Test
    @Rfc("6298#5")
    void dataAfterALostSynBeginsWithThreeSeconds() {
        var rtt = new RttEstimator(StackConfig.rfc().tcp().rto());
        rtt.timedOut();
        rtt.timedOut();
        assertThat(rtt.rtoNanos()).isEqualTo(4000 * MS);
        rtt.dataBeginsAfterLostSyn();
        assertThat(rtt.rtoNanos()).isEqualTo(3000 * MS);
    }

    @Test
    void absurdSampleOverflowsNothing() {
        var rtt = new RttEstimator(config(0, 1));
        rtt.sample(Long.MAX_VALUE / 2);
        assertThat(rtt.rtoNanos()).isEqualTo(60_000 * MS);
        rtt.timedOut();
        assertThat(rtt.rtoNanos()).isEqualTo(60_000 * MS);
    }
}
