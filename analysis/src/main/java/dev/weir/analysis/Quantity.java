package dev.weir.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Sizes, rates and times for people: three significant digits, decimal multiples, the same in every locale. */
public final class Quantity {
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final BigDecimal ROUNDS_UP = new BigDecimal("999.5");
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB"};
    private static final String[] RATES = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};

    private static final String[] TIMES = {"ns", "us", "ms", "s"};

    private Quantity() {}

    /** {@code 48.2 kB}; 1 kB is 1000 bytes. */
    public static String bytes(long bytes) {
        return scaled(bytes, BYTES);
    }

    /** {@code 9.42 Mbit/s}. */
    public static String rate(long bitsPerSecond) {
        return scaled(bitsPerSecond, RATES);
    }

    /** {@code 812 ns}, {@code 40.2 ms}, {@code 1.05 s}. */
    public static String time(long nanos) {
        if (nanos == 0) return "0 s";
        return scaled(nanos, TIMES);
    }

    /** {@code 1 segment}, {@code 2 segments}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Seconds with so many decimals, rounded to the nearest: {@code 0.062}. */
    public static String seconds(long nanos, int decimals) {
        return BigDecimal.valueOf(nanos, 9).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    private static String scaled(long value, String[] units) {
        BigDecimal scaled = BigDecimal.valueOf(value);
        int unit = 0;
        while (unit < units.length - 1 && scaled.abs().compareTo(ROUNDS_UP) >= 0) {
            scaled = scaled.movePointLeft(3);
            unit++;
        }
        var rounded = scaled.round(THREE_DIGITS);
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + " " + units[unit];
    }
}
