package dev.weir.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class SecondsTest {
    private final Seconds seconds = new Seconds();

    @Test
    void bareNumberIsSecondsAsInNetcatAndCurl() {
        assertThat(seconds.convert("5")).isEqualTo(Duration.ofSeconds(5));
        assertThat(seconds.convert("2.5")).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void unitsAreTakenToo() {
        assertThat(seconds.convert("500ms")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        assertThatThrownBy(() -> seconds.convert("soon")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> seconds.convert("-1")).isInstanceOf(TypeConversionException.class);
    }
}
