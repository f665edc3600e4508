package dev.weir.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Series series = new Series();

    @Test
    void shortCoursesAreKeptAsTheyWere() {
        for (int i = 0; i < 10; i++) series.add(i, i * 1_000_000L);
        assertThat(series.points()).hasSize(10);
        assertThat(series.points().get(7)).isEqualTo(new Series.Point(7_000_000L, 7, 7));
    }

    @Test
    void longOnesKeepTheirPeaksAndTheirEnd() {
        for (int i = 0; i < 1_000_000; i++) series.add(i == 123_456 ? 99_999 : i % 1000, i * 1_000_000L);
        assertThat(series.points()).hasSizeBetween(Series.POINTS / 2, Series.POINTS);
        assertThat(series.points()).anyMatch(point -> point.highest() == 99_999);
        assertThat(series.points().getLast().last()).isEqualTo(999);
        long before = -1;
        for (var point : series.points()) {
            assertThat(point.at()).isGreaterThan(before);
            before = point.at();
        }
    }

    @Test
    void aValueAfterALongSilenceDoesNotMoveTheOthers() {
        series.add(5, 1000);
        series.add(7, 3_600_000_000_000L);
        assertThat(series.points()).extracting(Series.Point::last).containsExactly(5L, 7L);
    }
}
