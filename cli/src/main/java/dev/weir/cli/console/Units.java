package dev.weir.cli.console;

import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Quantities of the command line, written as everywhere: {@link dev.weir.lab.Units} reads them. */
public final class Units {
    private Units() {}

    private static <T> T convert(Function<String, T> reader, String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** For options such as {@code --delay}. */
    public static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Units.convert(dev.weir.lab.Units::time, text);
        }
    }

    /** For options such as {@code --rate}. */
    public static final class Rate implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Units.convert(dev.weir.lab.Units::rate, text);
        }
    }

    /** For options such as {@code --loss}. */
    public static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return Units.convert(dev.weir.lab.Units::share, text);
        }
    }

    /** For options such as {@code --bytes}. */
    public static final class Bytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Units.convert(dev.weir.lab.Units::bytes, text);
        }
    }
}
