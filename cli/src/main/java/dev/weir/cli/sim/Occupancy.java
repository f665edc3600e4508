package dev.weir.cli.sim;

import dev.weir.analysis.flow.Series;
import dev.weir.lab.net.Lane;

/** Bytes waiting at a link, over time, for plots. */
final class Occupancy {
    private Occupancy() {}

    static Series of(Lane lane) {
        var series = new Series();
        for (var point : lane.statistics().occupancy()) {
            series.add(point.at(), point.highest());
            if (point.last() != point.highest()) series.add(point.at() + 1, point.last());
        }
        return series;
    }
}
