package dev.weir.lab;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities as people type them: {@code 80ms}, {@code 2%}, {@code 10mbit}, {@code 1MB}. A unit is required wherever a
 * bare number could be mistaken, and every refusal shows how it is written right.
 *
 * <p>Each method throws an {@link IllegalArgumentException} whose message quotes the text and says what is wrong with it.
 */
public final class Units {
    private static final Pattern QUANTITY = Pattern.compile("\\s*(-?[0-9]+(?:\\.[0-9]+)?|-?\\.[0-9]+)\\s*(.*?)\\s*");

    private static final Map<String, Long> NANOS = new LinkedHashMap<>();
    private static final Map<String, Long> BITS_PER_SECOND = new LinkedHashMap<>();
    private static final Map<String, Long> BYTES = new LinkedHashMap<>();

    static {
        NANOS.put("ns", 1L);
        NANOS.put("us", 1_000L);
        NANOS.put("\u00b5s", 1_000L);
        NANOS.put("ms", 1_000_000L);
        NANOS.put("s", 1_000_000_000L);
        NANOS.put("min", 60_000_000_000L);
        BITS_PER_SECOND.put("bit", 1L);
        BITS_PER_SECOND.put("kbit", 1_000L);
        BITS_PER_SECOND.put("mbit", 1_000_000L);
        BITS_PER_SECOND.put("gbit", 1_000_000_000L);
        BYTES.put("b", 1L);
        BYTES.put("kb", 1_000L);
        BYTES.put("mb", 1_000_000L);
        BYTES.put("gb", 1_000_000_000L);
        BYTES.put("kib", 1L << 10);
        BYTES.put("mib", 1L << 20);
        BYTES.put("gib", 1L << 30);
    }

    private Units() {}

    /** {@code 80ms}, {@code 1.5s}, {@code 200us}, {@code 2min}; a unit is required, except after 0. */
    public static Duration time(String text) {
        var quantity = split(text, "80ms or 1.5s");
        String unit = quantity.group(2).toLowerCase(Locale.ROOT);
        if (unit.isEmpty() && isZero(quantity)) return Duration.ZERO;
        if (unit.isEmpty()) {
            throw refused(text, "has no unit: write " + quantity.group(1) + "ms or " + quantity.group(1) + "s");
        }
        return Duration.ofNanos(scaled(text, quantity, NANOS, unit, "ns, us, ms, s, min"));
    }

    /** Bits per second: {@code 10mbit}, {@code 1gbit}, {@code 500kbit}; {@code /s} may follow. */
    public static long rate(String text) {
        var quantity = split(text, "10mbit");
        String number = quantity.group(1);
        String unit = quantity.group(2).toLowerCase(Locale.ROOT).replaceFirst("/s$", "");
        if (unit.isEmpty() && isZero(quantity)) return 0;
        if (unit.isEmpty()) throw refused(text, "has no unit: write " + number + "mbit or " + number + "kbit");
        if (unit.endsWith("bps")) {
            String prefix = unit.substring(0, unit.length() - 3);
            throw refused(text, "means bytes to some tools and bits to others: write " + number + prefix + "bit");
        }
        return scaled(text, quantity, BITS_PER_SECOND, unit, "bit, kbit, mbit, gbit (1 mbit is 1,000,000 bit per "
                + "second)");
    }

    /** A share from 0 to 1, written {@code 2%}. */
    public static double share(String text) {
        var quantity = split(text, "2%");
        if (quantity.group(2).isEmpty() && isZero(quantity)) return 0;
        if (!quantity.group(2).equals("%")) {
            throw refused(text, "is not a percentage: write 2% for two in a hundred");
        }
        double percent = Double.parseDouble(quantity.group(1));
        if (percent < 0 || percent > 100) throw refused(text, "must be 0% to 100%");
        return percent / 100;
    }

    /** {@code 1MB} is 1,000,000, {@code 1MiB} 1,048,576, {@code 1500} that many bytes. */
    public static long bytes(String text) {
        var quantity = split(text, "1MB");
        String number = quantity.group(1);
        String unit = quantity.group(2).toLowerCase(Locale.ROOT);
        if (unit.equals("k") || unit.equals("m") || unit.equals("g")) {
            String big = unit.toUpperCase(Locale.ROOT);
            throw refused(text, "is 1000s to some tools and 1024s to others: "
                    + "write " + number + (unit.equals("k") ? "k" : big)
                    + "B or " + number + big + "iB");
        }
        return scaled(text, quantity, BYTES, unit.isEmpty() ? "b" : unit, "B, kB, MB, GB, KiB, MiB, GiB");
    }

    private static Matcher split(String text, String example) {
        var quantity = QUANTITY.matcher(text);
        if (!quantity.matches()) throw refused(text, "is not a number with a unit, such as " + example);
        return quantity;
    }

    private static boolean isZero(Matcher quantity) {
        return new BigDecimal(quantity.group(1)).signum() == 0;
    }

    private static long scaled(String text, Matcher quantity, Map<String, Long> units, String unit, String known) {
        Long size = units.get(unit);
        if (size == null) throw refused(text, "has an unknown unit: one of " + known);
        var value = new BigDecimal(quantity.group(1)).multiply(BigDecimal.valueOf(size));
        if (value.signum() < 0) throw refused(text, "must not be negative");
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) throw refused(text, "is too large");
        return value.longValue();
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("'" + text + "' " + why);
    }
}
