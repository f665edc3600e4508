package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimestampsTest {
    private static final long NOW = TimeUnit.DAYS.toNanos(1000);

    private final Timestamps timestamps = new Timestamps(77);

    private static Segment stamped(long seq, int value) {
        var options = new TcpOptions(-1, -1, false, true, value, 0, TcpOptions.NONE.sackEdges());
        return new Segment(0, seq, 1, TcpFlags.ACK, 0, 0, 0, 0, options, MemorySegment.NULL, 0);
    }

    @Test
    @Rfc("7323#5.4")
    void clockTicksInMillisecondsFromItsOffset() {
        assertThat(timestamps.value(NOW + 5_000_000) - timestamps.value(NOW)).isEqualTo(5);
        assertThat(timestamps.value(0)).isEqualTo(77);
        assertThat(timestamps.rttNanos(timestamps.value(NOW), NOW + 12_300_000)).isEqualTo(12_000_000);
        assertThat(timestamps.rttNanos(timestamps.value(NOW) + 1, NOW)).isNegative();
    }

    @Test
    @Rfc("7323#4.1")
    void roundTripIsRightAcrossTheWrapOfTheClock() {
        long wraps = ((1L << 32) - 77) * 1_000_000; // when the value is 0
        assertThat(timestamps.value(wraps)).isZero();
        assertThat(timestamps.rttNanos(timestamps.value(wraps - 3_000_000), wraps + 2_000_000)).isEqualTo(5_000_000);
    }

    @Test
    @Rfc("7323#5.3")
    void olderIsOldAcrossTheWrapAndEqualIsNot() {
        timestamps.take(Integer.MAX_VALUE, NOW);
        assertThat(timestamps.isOld(stamped(1, Integer.MAX_VALUE - 1), NOW)).isTrue();
        assertThat(timestamps.isOld(stamped(1, Integer.MAX_VALUE), NOW)).isFalse();
        assertThat(timestamps.isOld(stamped(1, Integer.MIN_VALUE), NOW)).isFalse();
        timestamps.take(-1, NOW);
        assertThat(timestamps.isOld(stamped(1, 0), NOW)).isFalse();
        assertThat(timestamps.isOld(stamped(1, -2), NOW)).isTrue();
    }

    @Test
    @Rfc("7323#5.5")
    void afterTwentyFourDaysOfSilenceAnyValueWillDo() {
        timestamps.take(1000, NOW);
        long last = NOW + TimeUnit.DAYS.toNanos(24);
        assertThat(timestamps.isOld(stamped(1, 1), last - 1)).isTrue();
        assertThat(timestamps.isOld(stamped(1, 1), last)).isFalse();
        timestamps.update(stamped(1, 1), 1, last);
        assertThat(timestamps.echo()).isEqualTo(1);
    }

    @Test
    void nothingIsOldBeforeTheFirst() {
        assertThat(timestamps.isOld(stamped(1, Integer.MIN_VALUE), NOW)).isFalse();
        assertThat(timestamps.echo()).isZero();
    }

    @Test
    @Rfc("7323#4.3")
    void onlyWhatCoversTheLastAckIsEchoed() {
        timestamps.take(10, NOW);
        timestamps.update(stamped(101, 20), 100, NOW);
        assertThat(timestamps.echo()).isEqualTo(10);
        timestamps.update(stamped(100, 15), 100, NOW);
        assertThat(timestamps.echo()).isEqualTo(15);
        timestamps.update(stamped(90, 12), 100, NOW);
        assertThat(timestamps.echo()).isEqualTo(15);
    }
}
