package dev.weir.lab.junit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * With which seeds a test runs: what its annotation says, unless system properties ask for others.
 *
 * @param first of them
 * @param last at least {@code first}
 */
record Seeds(long first, long last) {
    static final String ONE = "weir.seed";
    static final String RANGE = "weir.seeds";

    private static final Pattern RANGE_FORM = Pattern.compile("(-?\\d+)\\.\\.(-?\\d+)");

    /** @param one value of {@link #ONE}, or null; it wins over {@code range}, the value of {@link #RANGE}, or null */
    static Seeds of(SimulatedNetwork network, String one, String range) {
        if (one != null) {
            long seed = parse(ONE, one, one);
            return new Seeds(seed, seed);
        }
        if (range == null) {
            if (network.seeds() < 1) throw wrong("seeds must be at least 1, not " + network.seeds());
            return new Seeds(network.seed(), network.seed() + network.seeds() - 1);
        }
        Matcher form = RANGE_FORM.matcher(range);
        if (!form.matches()) throw wrong(RANGE + " is written like 1..500, not \"" + range + "\"");
        var seeds = new Seeds(parse(RANGE, form.group(1), range), parse(RANGE, form.group(2), range));
        if (seeds.last < seeds.first) throw wrong(RANGE + " is an empty range: \"" + range + "\"");
        return seeds;
    }

    private static long parse(String name, String number, String text) {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw wrong(name + " is out of range or no number: \"" + text + "\"");
        }
    }

    private static ExtensionConfigurationException wrong(String message) {
        return new ExtensionConfigurationException(message);
    }

    LongStream stream() {
        return LongStream.rangeClosed(first, last);
    }
}
