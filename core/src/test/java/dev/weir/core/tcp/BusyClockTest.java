package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyClockTest {
    private final BusyClock clock = new BusyClock();

    @Test
    void onlyTheTimeWithSomethingUnacknowledgedCounts() {
        clock.begin(100);
        clock.update(true, false, 150);
        assertThat(clock.busyNanos(170)).isEqualTo(20);
        clock.update(false, false, 200);
        assertThat(clock.busyNanos(900)).isEqualTo(50);
        clock.update(true, false, 1000);
        assertThat(clock.busyNanos(1001)).isEqualTo(51);
    }

    @Test
    void aFullBufferIsAPartOfIt() {
        clock.begin(0);
        clock.update(true, false, 10);
        clock.update(true, true, 30);
        clock.update(true, false, 35);
        assertThat(clock.fullNanos(80)).isEqualTo(5);
        assertThat(clock.busyNanos(80)).isEqualTo(70);
    }

    @Test
    void whatWasBeforeTheConnectionWasOpenIsLeftOut() {
        clock.update(true, true, 10);
        clock.begin(40);
        assertThat(clock.busyNanos(50)).isEqualTo(10);
        assertThat(clock.fullNanos(50)).isEqualTo(10);
    }
}
