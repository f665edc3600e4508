package dev.weir.lab.measure;

import java.util.List;

/** A quantity that changes by steps: its mean over time, its maximum, and its course. */
public final class Gauge {
    /** @param mean weighted with time; @param highest ever */
    public record Summary(double mean, long highest, long last) {}

    private final Series series = new Series();
    private long begin;
    private long since;
    private long value;
    private long highest;
    private double area; // value x nanoseconds

    public void begin(long now) {
        begin = now;
        since = now;
    }

    public void set(long value, long now) {
        area += (double) this.value * (now - since);
        since = now;
        this.value = value;
        if (value > highest) highest = value;
        series.add(value, now);
    }

    public Summary summary(long now) {
        double total = area + (double) value * (now - since);
        return new Summary(now > begin ? total / (now - begin) : value, highest, value);
    }

    public List<Series.Point> series() {
        return series.points();
    }
}
