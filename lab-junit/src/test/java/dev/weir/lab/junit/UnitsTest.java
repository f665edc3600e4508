package dev.weir.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @Test
    void timesAndRatesHaveUnits() {
        assertThat(Units.duration("delay", "250us")).isEqualTo(Duration.ofNanos(250_000));
        assertThat(Units.duration("delay", "1.5 s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(Units.duration("delay", "2min")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Units.bitsPerSecond("rate", "10mbit")).isEqualTo(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "ms", "-1ms", "40 m", "0.1ns", "99999999999999h"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Units.duration("delay", text)).isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith("delay is ").hasMessageContaining(text);
    }
}
