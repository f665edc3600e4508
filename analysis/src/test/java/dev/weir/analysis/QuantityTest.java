package dev.weir.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void threeDigitsAndAUnit() {
        assertThat(Quantity.bytes(0)).isEqualTo("0 B");
        assertThat(Quantity.bytes(999)).isEqualTo("999 B");
        assertThat(Quantity.bytes(1000)).isEqualTo("1 kB");
        assertThat(Quantity.bytes(48_231)).isEqualTo("48.2 kB");
        assertThat(Quantity.bytes(999_949)).isEqualTo("1 MB");
        assertThat(Quantity.bytes(1_000_000)).isEqualTo("1 MB");
        assertThat(Quantity.bytes(1_048_576)).isEqualTo("1.05 MB");
        assertThat(Quantity.rate(10_000_000)).isEqualTo("10 Mbit/s");
        assertThat(Quantity.rate(100_000_000)).isEqualTo("100 Mbit/s");
        assertThat(Quantity.time(40_000_000)).isEqualTo("40 ms");
        assertThat(Quantity.time(1_049_000_000)).isEqualTo("1.05 s");
    }

    @Test
    void onlyOneIsSingular() {
        assertThat(Quantity.count(1, "ACK")).isEqualTo("1 ACK");
        assertThat(Quantity.count(0, "ACK")).isEqualTo("0 ACKs");
    }
}
