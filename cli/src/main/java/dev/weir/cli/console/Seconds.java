package dev.weir.cli.console;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Times whose unit everybody knows, as in {@code -w 5} of netcat and curl: a bare number is seconds. */
public final class Seconds implements ITypeConverter<Duration> {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    @Override
    public Duration convert(String text) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) return new Units.Time().convert(text);
        return Duration.ofNanos(new BigDecimal(text).multiply(NANOS).longValueExact());
    }
}
