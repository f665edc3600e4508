package dev.weir.analysis.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void percentilesAreSamples() {
        var samples = new Distribution();
        for (long each : new long[] {50, 10, 40, 20, 30}) samples.add(each);
        assertThat(samples.percentile(50)).isEqualTo(30);
        assertThat(samples.percentile(95)).isEqualTo(50);
        assertThat(samples.percentile(0)).isEqualTo(10);
        assertThat(samples.least()).isEqualTo(10);
        assertThat(samples.greatest()).isEqualTo(50);
    }

    @Test
    void nothingIsZero() {
        assertThat(new Distribution().percentile(50)).isZero();
        assertThat(new Distribution().least()).isZero();
    }

    @Test
    void manySamplesAreThinnedEvenly() {
        var samples = new Distribution();
        for (long i = 1; i <= 1_000_000; i++) samples.add(i);
        assertThat(samples.count()).isEqualTo(1_000_000);
        assertThat(samples.percentile(50)).isBetween(499_000L, 501_000L);
        assertThat(samples.greatest()).isEqualTo(1_000_000);
    }

    @Test
    void jainsIndexIsOneForEqualSharesAndOneOverNForASingleWinner() {
        assertThat(Fairness.jain(5, 5, 5, 5)).isEqualTo(1);
        assertThat(Fairness.jain(8, 0, 0, 0)).isEqualTo(0.25);
        assertThat(Fairness.jain(0, 0)).isEqualTo(1);
    }
}
