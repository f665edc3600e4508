package dev.weir.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.flow.Series;
import org.junit.jupiter.api.Test;

class TextPlotTest {
    private static final long SECOND = 1_000_000_000L;

    private static Series stairs() {
        var series = new Series();
        for (int i = 0; i < 4; i++) series.add(i * SECOND, (i + 1) * 1000);
        return series;
    }

    @Test
    void columnsAreAsHighAsTheirValue() {
        assertThat(new TextPlot(46, 4, false).lines("stairs", Unit.BYTES, stairs(), 0, 4 * SECOND)).containsExactly(
                "  stairs",
                "       4 kB |                        ########",
                "            |                ################",
                "            |        ########################",
                "            |################################",
                "          0 +--------------------------------",
                "            0 s            2 s            4 s");
    }

    @Test
    void eighthsOfARowAreShownWhereTheTerminalCan() {
        var series = new Series();
        series.add(0, 1);
        series.add(2 * SECOND, 8);
        var lines = new TextPlot(46, 1, true).lines("two", Unit.PACKETS, series, 0, 4 * SECOND);
        assertThat(lines.get(1)).isEqualTo("          8 \u2502" + "\u2581".repeat(16) + "\u2588".repeat(16));
    }

    @Test
    void aPeakThatIsShorterThanAColumnIsSeen() {
        var series = new Series();
        series.add(0, 0);
        series.add(SECOND, 100);
        series.add(SECOND + 1, 0);
        var lines = new TextPlot(46, 1, false).lines("peak", Unit.PACKETS, series, 0, 4 * SECOND);
        assertThat(lines.get(1)).isEqualTo("        100 |        #");
    }

    @Test
    void nothingIsWiderThanAsked() {
        for (int columns : new int[] {40, 80, 120}) {
            assertThat(new TextPlot(columns, 5, true).lines("x", Unit.BITS_PER_SECOND, stairs(), 0, 4 * SECOND))
                    .allMatch(line -> line.length() <= columns);
        }
    }
}
