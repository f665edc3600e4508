package dev.weir.cli.swarm;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds, each once.
 *
 * @param first the least
 * @param last the greatest, at least {@code first}
 */
record SeedRange(long first, long last) {
    static SeedRange of(long seed) {
        return new SeedRange(seed, seed);
    }

    long count() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + ".." + last;
    }

    /** {@code 1..1000}, or one seed. */
    static final class Converter implements ITypeConverter<SeedRange> {
        @Override
        public SeedRange convert(String text) {
            String[] ends = text.split("\\.\\.", -1);
            try {
                long first = Long.parseLong(ends[0]);
                long last = Long.parseLong(ends[ends.length - 1]);
                if (ends.length > 2 || first > last || first < 0) throw new NumberFormatException();
                return new SeedRange(first, last);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no range of seeds: 1..1000, the smaller one first");
            }
        }
    }
}
