package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTest {
    private static final long HALF = 1L << 31;

    @Test
    @Rfc({"9293#3.4", "EDGE-HANDSHAKE-3", "EDGE-LIFECYCLE-8"})
    void unwrapIsTheInverseOfWrapWithinHalfTheSpace() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 200_000; round++) {
            int initial = random.nextInt();
            long reference = random.nextLong(1L << random.nextInt(1, 60));
            long position = reference + random.nextLong(-HALF, HALF);
            assertThat(Sequence.unwrap(initial, reference, Sequence.wrap(initial, position))).isEqualTo(position);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, -3, Integer.MAX_VALUE, Integer.MIN_VALUE})
    @Rfc({"9293#3.4", "EDGE-HANDSHAKE-3"})
    void firstPositionsAreRightWhereverTheNumbersBegin(int initial) {
        for (long position = -2; position < 5; position++) {
            assertThat(Sequence.unwrap(initial, 1, initial + (int) position)).isEqualTo(position);
        }
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-8")
    void tieAtHalfTheSpaceCountsAsOlder() {
        assertThat(Sequence.unwrap(0, 0, Integer.MIN_VALUE)).isEqualTo(-HALF);
        assertThat(Sequence.unwrap(7, 100, Sequence.wrap(7, 100 + HALF))).isEqualTo(100 - HALF);
    }

    @Test
    @Rfc("7323#5.2")
    void timestampsCompareAcrossTheirWrap() {
        assertThat(Sequence.timestampBefore(-1, 0)).isTrue();
        assertThat(Sequence.timestampBefore(0, -1)).isFalse();
        assertThat(Sequence.timestampBefore(Integer.MAX_VALUE, Integer.MIN_VALUE)).isTrue();
        assertThat(Sequence.timestampBefore(5, 5)).isFalse();
    }
}
