package dev.weir.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RangeSetTest {
    @Test
    void rangesThatTouchBecomeOne() {
        var set = new RangeSet();
        assertThat(set.add(10, 20)).isTrue();
        assertThat(set.add(30, 40)).isTrue();
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.add(20, 30)).isTrue();
        assertThat(set).hasToString("10..40");
        assertThat(set.coveredUpTo(10)).isEqualTo(40);
        assertThat(set.coveredUpTo(9)).isEqualTo(9);
        assertThat(set.coveredUpTo(40)).isEqualTo(40);
    }

    @Test
    void emptyRangeAddsNothing() {
        var set = new RangeSet();
        assertThat(set.add(5, 5)).isFalse();
        assertThat(set.isEmpty()).isTrue();
    }

    @Test
    void worksAtTheLargestPositionsOfAStream() {
        var set = new RangeSet();
        long far = 1L << 60;
        set.add(far, far + 5);
        set.add(1, 2);
        assertThat(set.uncovered(far - 5, far + 10)).isEqualTo(10);
        set.removeBelow(far + 3);
        assertThat(set).hasToString(far + 3 + ".." + (far + 5));
    }

    @Test
    void agreesWithABitmapOverRandomOperations() {
        for (long seed = 0; seed < 300; seed++) compareWithBitmap(seed);
    }

    private static void compareWithBitmap(long seed) {
        var random = new SplittableRandom(seed);
        var set = new RangeSet();
        var bits = new BitSet();
        int space = 1 + random.nextInt(400);
        for (int step = 0; step < 200; step++) {
            int start = random.nextInt(space);
            int end = start + random.nextInt(Math.max(1, space / 10));
            if (random.nextInt(20) == 0) {
                set.removeBelow(start);
                bits.clear(0, start);
            } else {
                int before = bits.cardinality();
                int missing = end - start - bits.get(start, end).cardinality();
                assertThat(set.uncovered(start, end)).isEqualTo(missing);
                bits.set(start, end);
                assertThat(set.add(start, end)).as("seed %d", seed).isEqualTo(bits.cardinality() > before);
            }
            expectEqual(set, bits, seed);
            int probe = random.nextInt(space + 5);
            assertThat(set.contains(probe)).isEqualTo(bits.get(probe));
            assertThat(set.coveredUpTo(probe)).isEqualTo(bits.nextClearBit(probe));
            int common = bits.nextSetBit(probe);
            int overlapping = set.firstOverlapping(probe, probe + 3);
            if (common < 0 || common >= probe + 3) assertThat(overlapping).isEqualTo(-1);
            else assertThat(set.start(overlapping)).isLessThanOrEqualTo(common).isLessThan(set.end(overlapping));
        }
    }

    private static void expectEqual(RangeSet set, BitSet bits, long seed) {
        int ranges = 0;
        for (int at = bits.nextSetBit(0); at >= 0; ranges++) {
            int end = bits.nextClearBit(at);
            assertThat(set.size()).as("seed %d", seed).isGreaterThan(ranges);
            assertThat(set.start(ranges)).as("seed %d", seed).isEqualTo(at);
            assertThat(set.end(ranges)).as("seed %d", seed).isEqualTo(end);
            at = bits.nextSetBit(end);
        }
        assertThat(set.size()).isEqualTo(ranges);
        assertThat(set.bytes()).isEqualTo(bits.cardinality());
    }

    @Test
    void touchesWhatItOverlapsOrBordersOn() {
        var set = new RangeSet();
        assertThat(set.touches(1, 5)).isFalse();
        set.add(10, 20);
        assertThat(set.touches(5, 9)).isFalse();
        assertThat(set.touches(5, 10)).isTrue();
        assertThat(set.touches(12, 15)).isTrue();
        assertThat(set.touches(20, 25)).isTrue();
        assertThat(set.touches(21, 25)).isFalse();
        assertThat(set.touches(1, 100)).isTrue();
    }
}
