package dev.weir.analysis;

import java.util.Locale;

/** Sizes, rates and times for people: three significant digits, decimal multiples, the same in every locale. */
public final class Quantity {
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB"};
    private static final String[] RATES = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};

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
        return scaled(nanos, new String[] {"ns", "us", "ms", "s"});
    }

    /** {@code 1 segment}, {@code 2 segments}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String scaled(long value, String[] units) {
        double scaled = value;
        int unit = 0;
        while (unit < units.length - 1 && Math.abs(scaled) >= 999.5) {
            scaled /= 1000;
            unit++;
        }
        return digits(scaled, unit == 0) + " " + units[unit];
    }

    private static String digits(double value, boolean whole) {
        double size = Math.abs(value);
        int decimals = whole || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return decimals == 0 ? text : text.replaceFirst("\\.?0+$", "");
    }
}
