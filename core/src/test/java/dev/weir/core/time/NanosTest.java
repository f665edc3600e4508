package dev.weir.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NanosTest {
    @Test
    void textHasAUnitThatAPersonWouldChoose() {
        assertThat(Nanos.text(0)).isEqualTo("0 ns");
        assertThat(Nanos.text(999)).isEqualTo("999 ns");
        assertThat(Nanos.text(1000)).isEqualTo("1 us");
        assertThat(Nanos.text(12_000_000)).isEqualTo("12 ms");
        assertThat(Nanos.text(1_500_000)).isEqualTo("1.5 ms");
        assertThat(Nanos.text(61_234_567_890L)).isEqualTo("61.234 s");
        assertThat(Nanos.text(-3_000)).isEqualTo("-3 us");
    }
}
