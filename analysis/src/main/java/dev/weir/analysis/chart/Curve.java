package dev.weir.analysis.chart;

import dev.weir.analysis.flow.Marks;
import dev.weir.analysis.flow.Series;
import java.util.Arrays;
import java.util.List;

/**
 * One curve of a chart.
 *
 * @param name in the legend
 * @param style how it is drawn
 * @param hue which colour of the page's palette, from 0, or one of {@link Hue}; curves that belong together have the same
 * @param atNanos since the beginning of the chart, ascending
 * @param values as many
 * @param texts what to say at each point; empty, or as many
 * @param ends of {@link Style#BAR}, where each bar ends; else empty
 */
public record Curve(
        String name, Style style, int hue, long[] atNanos, long[] values, List<String> texts, long[] ends) {
    private static final long[] NO_ENDS = {};

    public Curve {
        if (ends.length != (style == Style.BAR ? values.length : 0)) {
            throw new IllegalArgumentException("bars have ends, and nothing else has");
        }
        if (atNanos.length != values.length || !texts.isEmpty() && texts.size() != values.length) {
            throw new IllegalArgumentException("a curve needs a time, a value and, if any, a text for each point");
        }
        texts = List.copyOf(texts);
    }

    /** Without bars. */
    public Curve(String name, Style style, int hue, long[] atNanos, long[] values, List<String> texts) {
        this(name, style, hue, atNanos, values, texts, NO_ENDS);
    }

    /** How to draw it. */
    public enum Style {
        /** From point to point. */
        LINE,
        /** Each value holds until the next. */
        STEP,
        /** The same, filled down to 0. */
        AREA,
        /** Steps, thin and dashed: a limit. */
        LIMIT,
        /** Points alone. */
        DOT,
        CROSS,
        /** From each value upwards to its end. */
        BAR
    }

    /** @param begin of the chart, nanoseconds of the series' clock */
    public static Curve of(String name, Style style, int hue, Series series, long begin) {
        var at = new long[series.size()];
        var values = new long[series.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = series.at(i) - begin;
            values[i] = series.value(i);
        }
        return new Curve(name, style, hue, at, values, List.of());
    }

    /** Each mark as a point at its position of the stream. */
    public static Curve of(String name, Style style, int hue, List<Marks.Mark> marks, long begin) {
        return new Curve(name, style, hue, marks.stream().mapToLong(mark -> mark.at() - begin).toArray(),
                marks.stream().mapToLong(Marks.Mark::position).toArray(), marks.stream().map(Marks.Mark::text)
                        .toList());
    }

    /** The speed at which a position grew, each over a span of time. */
    public static Curve rate(String name, int hue, Series position, long begin, long until, int spans) {
        var at = new long[spans];
        var values = new long[spans];
        long span = Math.max(1, (until - begin) / spans);
        for (int i = 0; i < spans; i++) {
            at[i] = i * span;
            long grown = position.valueAt(begin + (i + 1) * span, 0) - position.valueAt(begin + i * span, 0);
            values[i] = StrictMath.round(grown * 8e9 / span);
        }
        return new Curve(name, Style.STEP, hue, at, values, List.of());
    }

    public boolean isEmpty() {
        return atNanos.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Curve curve && name.equals(curve.name) && style == curve.style && hue == curve.hue
                && Arrays.equals(atNanos, curve.atNanos) && Arrays.equals(values, curve.values)
                && texts.equals(curve.texts) && Arrays.equals(ends, curve.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(atNanos) * 31 + name.hashCode();
    }
}
