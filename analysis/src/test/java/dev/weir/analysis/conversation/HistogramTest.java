package dev.weir.analysis.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void fewSamplesAreExact() {
        var histogram = new Histogram();
        for (long sample : new long[] {5, 1, 4, 2, 3}) histogram.add(sample);
        assertThat(histogram.least()).isOne();
        assertThat(histogram.median()).isEqualTo(3);
        assertThat(histogram.percentile(95)).isEqualTo(5);
        assertThat(histogram.mean()).isEqualTo(3);
    }

    @Test
    void manySamplesAreWithinThreePercent() {
        var random = new SplittableRandom(1);
        var histogram = new Histogram();
        long[] samples = new long[100_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (long) Math.exp(random.nextDouble() * 20);
            histogram.add(samples[i]);
        }
        Arrays.sort(samples);
        for (int percent = 1; percent < 100; percent++) {
            long exact = samples[samples.length * percent / 100 - 1];
            assertThat(histogram.percentile(percent)).isCloseTo(exact, withPercentage(3.2));
        }
        assertThat(histogram.percentile(100)).isEqualTo(histogram.greatest()).isEqualTo(samples[samples.length - 1]);
        assertThat(histogram.least()).isEqualTo(samples[0]);
    }

    @Test
    void withoutSamplesAllIsZero() {
        var histogram = new Histogram();
        assertThat(histogram.least()).isZero();
        assertThat(histogram.greatest()).isZero();
        assertThat(histogram.median()).isZero();
        assertThat(histogram.mean()).isZero();
    }
}
