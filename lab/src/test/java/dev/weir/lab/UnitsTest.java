package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UnitsTest {
    private static void refused(ThrowingCallable call, String... saying) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(saying);
    }

    @Test
    void timesHaveUnits() {
        assertThat(Units.time("80ms")).isEqualTo(Duration.ofMillis(80));
        assertThat(Units.time("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(Units.time(" 200 us ")).isEqualTo(Duration.ofNanos(200_000));
        assertThat(Units.time("2min")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Units.time("0")).isZero();
    }

    @Test
    void bareTimeIsRefusedWithBothReadings() {
        refused(() -> Units.time("80"), "'80'", "80ms or 80s");
        refused(() -> Units.time("80 apples"), "unknown unit", "ns, us, ms, s, min");
        refused(() -> Units.time("-3ms"), "negative");
        refused(() -> Units.time("soon"), "'soon' is not a number with a unit, such as 80ms");
    }

    @Test
    void ratesAreBits() {
        assertThat(Units.rate("10mbit")).isEqualTo(10_000_000);
        assertThat(Units.rate("2.5Gbit/s")).isEqualTo(2_500_000_000L);
        assertThat(Units.rate("0")).isZero();
    }

    @Test
    void ambiguousRateIsRefused() {
        refused(() -> Units.rate("10mbps"), "bytes to some tools", "write 10mbit");
        refused(() -> Units.rate("10"), "write 10mbit or 10kbit");
        refused(() -> Units.rate("99999999999999gbit"), "too large");
    }

    @Test
    void sharesAreWrittenAsPercentages() {
        assertThat(Units.share("2%")).isEqualTo(0.02);
        assertThat(Units.share("0")).isZero();
        refused(() -> Units.share("0.02"), "write 2% for two in a hundred");
        refused(() -> Units.share("150%"), "0% to 100%");
    }

    @Test
    void bytesAreDecimalOrBinaryButNeverDoubtful() {
        assertThat(Units.bytes("1500")).isEqualTo(1500);
        assertThat(Units.bytes("1MB")).isEqualTo(1_000_000);
        assertThat(Units.bytes("1MiB")).isEqualTo(1 << 20);
        assertThat(Units.bytes("1.5kb")).isEqualTo(1500);
        refused(() -> Units.bytes("64K"), "64kB or 64KiB");
        refused(() -> Units.bytes("1M"), "1MB or 1MiB");
    }
}
