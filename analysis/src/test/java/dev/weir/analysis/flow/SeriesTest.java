package dev.weir.analysis.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void aValueHoldsUntilTheNext() {
        var series = new Series();
        series.add(100, 5);
        series.add(200, 9);
        assertThat(series.valueAt(99, -1)).isEqualTo(-1);
        assertThat(series.valueAt(100, -1)).isEqualTo(5);
        assertThat(series.valueAt(199, -1)).isEqualTo(5);
        assertThat(series.valueAt(1000, -1)).isEqualTo(9);
    }

    @Test
    void theMeanIsWeightedByTime() {
        var series = new Series();
        series.add(0, 10);
        series.add(30, 50);
        assertThat(series.mean(40)).isEqualTo((30 * 10 + 10 * 50) / 40.0);
        assertThat(new Series().mean(40)).isZero();
    }

    @Test
    void theLastValueOfAnInstantCounts() {
        var series = new Series();
        series.add(10, 1);
        series.add(10, 2);
        assertThat(series.size()).isEqualTo(1);
        assertThat(series.value(0)).isEqualTo(2);
    }

    @Test
    void whatStaysTheSameTakesNoRoom() {
        var series = new Series();
        for (int i = 0; i < 1000; i++) series.add(i, 7);
        assertThat(series.size()).isEqualTo(2);
        assertThat(series.at(1)).isEqualTo(999);
    }

    @Test
    void aLongSeriesKeepsItsPeaksInBoundedRoom() {
        var series = new Series();
        for (int i = 0; i < 1_000_000; i++) series.add(i, i == 345_678 ? 1_000 : i % 10);
        assertThat(series.size()).isLessThanOrEqualTo(4096);
        assertThat(series.greatest()).isEqualTo(1_000);
        long kept = 0;
        for (int i = 0; i < series.size(); i++) {
            kept = Math.max(kept, series.value(i));
            if (i > 0) assertThat(series.at(i)).isGreaterThanOrEqualTo(series.at(i - 1));
        }
        assertThat(kept).isEqualTo(1_000);
    }
}
