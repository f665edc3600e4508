package dev.weir.analysis.chart;

import java.util.List;

/**
 * Curves over the same time.
 *
 * @param title above it
 * @param note a sentence on how to read it; may be empty
 * @param unit of all values
 * @param curves may be empty: the chart is then left out
 */
public record Chart(String title, String note, Unit unit, List<Curve> curves) {
    public Chart {
        curves = curves.stream().filter(curve -> !curve.isEmpty()).toList();
    }

    public boolean isEmpty() {
        return curves.isEmpty();
    }
}
