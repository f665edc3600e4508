package dev.weir.lab.junit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Numbers with units, as annotations say them. */
final class Units {
    private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]+)");
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L,
            "s", 1_000_000_000L, "min", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Map<String, Long> BITS =
            Map.of("bit", 1L, "kbit", 1_000L, "mbit", 1_000_000L, "gbit", 1_000_000_000L);

    private Units() {}

    static Duration duration(String name, String text) {
        return Duration.ofNanos(parse(name, text, NANOS, "40ms (ns, us, ms, s, min, h)"));
    }

    static long bitsPerSecond(String name, String text) {
        return parse(name, text, BITS, "10mbit (bit, kbit, mbit, gbit)");
    }

    private static long parse(String name, String text, Map<String, Long> units, String example) {
        Matcher quantity = QUANTITY.matcher(text.strip());
        if (quantity.matches() && units.containsKey(quantity.group(2))) {
            try {
                return new BigDecimal(quantity.group(1)).multiply(BigDecimal.valueOf(units.get(quantity.group(2))))
                        .longValueExact();
            } catch (ArithmeticException e) {
                throw new ExtensionConfigurationException(name + " is out of range: \"" + text + "\"", e);
            }
        }
        throw new ExtensionConfigurationException(name + " is written like " + example + ", not \"" + text + "\"");
    }
}
