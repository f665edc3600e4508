package dev.weir.core.time;

import java.math.BigDecimal;

/** Spans of time in nanoseconds, for people. */
public final class Nanos {
    private static final String[] UNITS = {" ns", " us", " ms", " s"};

    private Nanos() {}

    /** In the largest unit that leaves a whole part, to three places: "12 ms", "1.5 s", "-3 us". */
    public static String text(long nanos) {
        int unit = 0;
        long one = 1;
        while (unit < 3 && (nanos >= 1000 * one || nanos <= -1000 * one)) {
            unit++;
            one *= 1000;
        }
        long thousandths = one >= 1000 ? nanos / (one / 1000) : nanos * 1000;
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString() + UNITS[unit];
    }
}
