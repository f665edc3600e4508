package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BottleneckTest {
    @Test
    void packetsLeaveOneAfterTheOtherAtTheRate() {
        var bottleneck = new Bottleneck(12_000_000, 10, 1 << 20);
        assertThat(bottleneck.enter(1500, 100)).isEqualTo(1_000_100);
        assertThat(bottleneck.enter(1500, 100)).isEqualTo(2_000_100);
        assertThat(bottleneck.enter(750, 1_500_000)).isEqualTo(2_500_100);
        assertThat(bottleneck.enter(1500, 9_000_000)).as("idle meanwhile").isEqualTo(10_000_000);
    }

    @Test
    void doesNotDriftByANanosecondOverAMillionPackets() {
        long rate = 999_999_937; // a prime: nothing divides
        var bottleneck = new Bottleneck(rate, Integer.MAX_VALUE, Long.MAX_VALUE);
        var random = new SplittableRandom(1);
        long bits = 0;
        for (int i = 0; i < 1_000_000; i++) {
            int length = 40 + random.nextInt(1461);
            bits += 8L * length;
            long departure = bottleneck.enter(length, 7);
            if (i % 9973 != 0) continue;
            var exact = BigInteger.valueOf(bits).multiply(BigInteger.valueOf(1_000_000_000))
                    .add(BigInteger.valueOf(rate - 1)).divide(BigInteger.valueOf(rate)).longValue();
            assertThat(departure).isEqualTo(7 + exact);
        }
    }

    @Test
    void theQueueIsBoundedInPacketsNotCountingTheOneBeingSent() {
        var bottleneck = new Bottleneck(8_000_000, 2, 1 << 20); // a byte per microsecond
        assertThat(bottleneck.enter(1000, 0)).isEqualTo(1_000_000);
        assertThat(bottleneck.enter(1000, 0)).isEqualTo(2_000_000);
        assertThat(bottleneck.enter(1000, 0)).isEqualTo(3_000_000);
        assertThat(bottleneck.enter(1000, 999_999)).isEqualTo(Bottleneck.FULL);
        assertThat(bottleneck.enter(1000, 1_000_000)).isEqualTo(4_000_000);
        assertThat(bottleneck.enter(1000, 1_000_000)).isEqualTo(Bottleneck.FULL);
    }

    @Test
    void theQueueIsBoundedInBytes() {
        var bottleneck = new Bottleneck(8_000_000, 100, 1500);
        bottleneck.enter(1500, 0);
        assertThat(bottleneck.enter(1000, 0)).isPositive();
        assertThat(bottleneck.enter(501, 0)).isEqualTo(Bottleneck.FULL);
        assertThat(bottleneck.enter(500, 0)).isPositive();
        assertThat(bottleneck.enter(1, 0)).isEqualTo(Bottleneck.FULL);
        assertThat(bottleneck.enter(1, 1_500_000)).as("the second is being sent").isPositive();
    }

    @Test
    void aClockThatBeganBelowZeroIsFine() {
        assertThat(new Bottleneck(8_000_000, 1, 1500).enter(10, -1_000_000)).isEqualTo(-990_000);
    }
}
