package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiveWindowTest {
    private static final int MSS = 1460;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Rfc({"9293#3.8.6", "SHLD-14", "MUST-39", "EDGE-WINDOW-2"})
    void edgeNeverMovesLeftAndOnlyByStepsWorthASegment(long seed) {
        var random = new SplittableRandom(seed);
        int shift = random.nextInt(15);
        int capacity = 2048 << random.nextInt(12);
        var window = new ReceiveWindow(shift, 1 + Math.min(capacity, 0xffff), false);
        long nxt = 1;
        long consumed = 1;
        long told = 0; // the right edge as the peer computes it
        for (int step = 0; step < 500; step++) {
            long edge = window.edge();
            switch (random.nextInt(4)) {
                case 0 -> nxt += random.nextLong(window.edge() - nxt + 1); // never beyond what was offered
                case 1 -> consumed += random.nextLong(nxt - consumed + 1);
                case 2 -> {
                    if (random.nextInt(10) == 0) capacity = 2048 << random.nextInt(12);
                    int offered = window.field(nxt);
                    assertThat(nxt + ((long) offered << shift)).isLessThanOrEqualTo(window.edge());
                    assertThat(window.edge()).isEqualTo(edge);
                }
                default -> {
                    int field = window.offer(nxt, consumed, capacity, MSS);
                    assertThat(field).isBetween(0, 0xffff);
                    long now = nxt + ((long) field << shift);
                    assertThat(now).as("rounded by less than the shift").isGreaterThan(told - (1L << shift));
                    assertThat(now).as("nothing is offered beyond the edge").isLessThanOrEqualTo(window.edge());
                    long moved = window.edge() - edge;
                    assertThat(moved).isGreaterThanOrEqualTo(0);
                    assertThat(moved >= Math.min(capacity / 2, MSS) || moved < 1L << shift).isTrue();
                    if (moved > 0) assertThat(window.edge() - consumed).isLessThanOrEqualTo(capacity);
                    told = Math.max(told, now);
                }
            }
        }
    }

    @Test
    @Rfc({"9293#3.8.6.2.2", "MUST-39", "EDGE-WINDOW-9"})
    void shutWindowStaysShutUntilASegmentFits() {
        int capacity = 8192;
        var window = new ReceiveWindow(0, 1 + capacity, false);
        long nxt = 1 + capacity;
        assertThat(window.offer(nxt, 1, capacity, MSS)).isZero();
        for (int read = 1; read < MSS; read++) {
            assertThat(window.offer(nxt, 1 + read, capacity, MSS)).isZero();
            assertThat(window.isUpdateDue(nxt, 1 + read, capacity, MSS)).isFalse();
        }
        assertThat(window.isUpdateDue(nxt, 1 + MSS, capacity, MSS)).isTrue();
        assertThat(window.offer(nxt, 1 + MSS, capacity, MSS)).isEqualTo(MSS);
    }

    @Test
    @Rfc({"9293#3.8.6.2.2", "MUST-39"})
    void halfOfASmallBufferIsEnough() {
        var window = new ReceiveWindow(0, 1 + 2048, false);
        long nxt = 1 + 2048;
        assertThat(window.offer(nxt, 1 + 1023, 2048, MSS)).isZero();
        assertThat(window.offer(nxt, 1 + 1024, 2048, MSS)).isEqualTo(1024);
    }

    @Test
    void finAtTheEdgeOffersNothing() {
        var window = new ReceiveWindow(0, 101, false);
        assertThat(window.field(102)).isZero();
        assertThat(window.offer(102, 1, 100, 50)).isZero();
    }

    @Test
    void smallerCapacityTakesNothingBack() {
        var window = new ReceiveWindow(0, 60_001, false);
        assertThat(window.offer(1, 1, 2048, MSS)).isEqualTo(60_000);
        assertThat(window.edge()).isEqualTo(60_001);
    }

    @Test
    @Rfc({"9293#3.1", "MUST-1", "REC-1"})
    void largestWindowIsAGibibyteLessABit() {
        var window = new ReceiveWindow(14, 65536, false);
        assertThat(window.offer(1, 1, 1 << 30, MSS)).isEqualTo(0xffff);
        assertThat(window.edge()).isEqualTo(1 + (0xffffL << 14));
    }

    @Test
    void whereAllIsOfferedASingleByteMovesTheEdge() {
        var window = new ReceiveWindow(0, 65536, true);
        assertThat(window.offer(2, 2, 65700, 1460)).isEqualTo(65535);
        assertThat(window.offer(101, 2, 65700, 1460)).isEqualTo(65535);
        assertThat(window.offer(301, 2, 65700, 1460)).isEqualTo(65401);
    }

    @Test
    void evenWhereAllIsOfferedASillyWindowIsNot() {
        var window = new ReceiveWindow(0, 4001, true);
        assertThat(window.offer(4001, 1, 4000, 1000)).isZero();
        assertThat(window.offer(4001, 901, 4000, 1000)).isZero();
        assertThat(window.offer(4001, 1001, 4000, 1000)).isEqualTo(1000);
    }
}
