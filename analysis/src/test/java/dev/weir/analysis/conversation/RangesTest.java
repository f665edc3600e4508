package dev.weir.analysis.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of ranges against bit sets. */
class RangesTest {
    private static final int SPACE = 300;
    private static final int STEPS = 2000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sackedRangesAreASet(long seed) {
        var random = new SplittableRandom(seed);
        var ranges = new SackedRanges(SPACE);
        var model = new BitSet();
        int floor = 0;
        for (int i = 0; i < STEPS; i++) {
            if (floor > SPACE - 40) {
                ranges.clear();
                model.clear();
                floor = 0;
            }
            int start = floor + random.nextInt(SPACE - floor);
            int end = start + 1 + random.nextInt(30);
            boolean news = model.nextClearBit(start) < end;
            assertThat(ranges.add(start, end)).isEqualTo(news);
            model.set(start, end);
            if (random.nextInt(10) == 0) {
                floor += random.nextInt(10);
                ranges.dropBelow(floor);
                model.clear(0, floor);
            }
            assertThat(ranges.bytes()).isEqualTo(model.cardinality());
            assertThat(ranges.highest()).isEqualTo(model.length());
            int from = floor + random.nextInt(40);
            int to = from + 1 + random.nextInt(10);
            assertThat(ranges.covers(from, to)).isEqualTo(model.nextClearBit(from) >= to);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsFilledOfHolesIsWhatWasMissing(long seed) {
        var random = new SplittableRandom(seed);
        var holes = new Holes(10_000);
        var missing = new BitSet();
        int next = 0;
        int floor = 0;
        for (int i = 0; i < STEPS; i++) {
            int start = next + 1 + random.nextInt(20);
            holes.add(next, start, i, i, i, 0, 0);
            missing.set(next, start);
            next = start + 1 + random.nextInt(20);
            for (int k = 0; k < 2; k++) {
                int from = floor + random.nextInt(next - floor);
                int to = Math.min(next, from + 1 + random.nextInt(25));
                assertThat(holes.fill(from, to)).isEqualTo(missing.get(from, to).cardinality());
                missing.clear(from, to);
            }
            if (random.nextInt(4) == 0) {
                floor += random.nextInt(next - floor);
                assertThat(holes.dropBelow(floor)).isEqualTo(missing.get(0, floor).cardinality());
                missing.clear(0, floor);
            }
            assertThat(holes.isEmpty()).isEqualTo(missing.isEmpty());
        }
    }
}
