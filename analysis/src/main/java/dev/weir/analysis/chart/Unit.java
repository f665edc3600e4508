package dev.weir.analysis.chart;

import dev.weir.analysis.Quantity;

/** What a curve counts; decides how its values are written. */
public enum Unit {
    BYTES, NANOS, BITS_PER_SECOND, PACKETS;

    /** {@code 48.2 kB}, {@code 40 ms}, {@code 9.4 Mbit/s}, {@code 12}. */
    public String text(long value) {
        return switch (this) {
            case BYTES -> Quantity.bytes(value);
            case NANOS -> Quantity.time(value);
            case BITS_PER_SECOND -> Quantity.rate(value);
            case PACKETS -> Long.toString(value);
        };
    }
}
