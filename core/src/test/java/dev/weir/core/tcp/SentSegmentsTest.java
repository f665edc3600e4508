package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scoreboard against one that keeps every byte by itself. */
class SentSegmentsTest {
    private static final int STEPS = 400;

    /** What is known of one byte. */
    private static final class OneByte {
        long sentAt;
        long firstSentAt;
        boolean lost;
        boolean sacked;
        boolean arrived; // sacked when it was lost
        boolean resent;

        OneByte(long now) {
            sentAt = now;
            firstSentAt = now;
        }
    }

    private static final class Model {
        final OneByte[] bytes = new OneByte[200_000];
        int una;
        int nxt;

        long count(Predicate<OneByte> which) {
            long count = 0;
            for (int i = una; i < nxt; i++) {
                if (which.test(bytes[i])) count++;
            }
            return count;
        }

        int firstLost() {
            for (int i = una; i < nxt; i++) {
                if (bytes[i].lost) return i;
            }
            return -1;
        }

        int lostRunEnd(int from, int limit) {
            int end = from;
            while (end < nxt && bytes[end].lost && end - from < limit) end++;
            return end;
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Rfc({"6675#2", "EDGE-RECOVERY-4", "EDGE-RECOVERY-8", "EDGE-LIFECYCLE-6"})
    void agreesWithAModelOfSingleBytes(long seed) {
        var random = new SplittableRandom(seed);
        var sent = new SentSegments();
        var model = new Model();
        int largest = 1 + random.nextInt(200);
        for (long now = 1; now <= STEPS; now++) {
            step(sent, model, random, largest, now);
            compare(sent, model);
        }
        sent.acknowledge(model.nxt);
        model.una = model.nxt;
        compare(sent, model);
    }

    private static void step(SentSegments sent, Model model, SplittableRandom random, int largest, long now) {
        int outstanding = model.nxt - model.una;
        int kind = outstanding == 0 ? 0 : random.nextInt(12);
        switch (kind) {
            case 0, 1, 2, 3 -> {
                int length = 1 + random.nextInt(largest);
                sent.sent(model.nxt, model.nxt + length, now);
                for (int i = 0; i < length; i++) model.bytes[model.nxt++] = new OneByte(now);
            }
            case 4, 5 -> acknowledge(sent, model, model.una + 1 + random.nextInt(outstanding));
            case 6, 7 -> {
                int from = model.una + random.nextInt(outstanding + 20) - 10;
                int to = from + random.nextInt(outstanding + 10);
                long before = model.count(b -> b.sacked);
                for (int i = Math.max(from, model.una); i < Math.min(to, model.nxt); i++) {
                    model.bytes[i].sacked = true;
                    model.bytes[i].arrived |= model.bytes[i].lost;
                    model.bytes[i].lost = false;
                }
                assertThat(sent.sack(from, to)).isEqualTo(model.count(b -> b.sacked) - before);
            }
            case 8 -> {
                int length = 1 + random.nextInt(outstanding + 5);
                sent.firstIsLost(length);
                for (int i = model.una; i < Math.min(model.una + length, model.nxt); i++) {
                    model.bytes[i].lost |= !model.bytes[i].sacked;
                }
            }
            case 9, 10 -> {
                int from = model.firstLost();
                if (from < 0) return;
                int limit = 1 + random.nextInt(largest);
                int to = model.lostRunEnd(from, limit);
                assertThat(sent.lostRunEnd(from, limit)).isEqualTo(to);
                if (random.nextBoolean()) to = from + 1 + random.nextInt(to - from);
                sent.resent(from, to, now);
                for (int i = from; i < to; i++) {
                    model.bytes[i].lost = false;
                    model.bytes[i].resent = true;
                    model.bytes[i].sentAt = now;
                }
            }
            default -> {
                if (random.nextBoolean()) {
                    sent.forgetSacks();
                    for (int i = model.una; i < model.nxt; i++) {
                        model.bytes[i].sacked = false;
                        model.bytes[i].arrived = false;
                    }
                }
                sent.allAreLost();
                for (int i = model.una; i < model.nxt; i++) model.bytes[i].lost |= !model.bytes[i].sacked;
            }
        }
    }

    private static void acknowledge(SentSegments sent, Model model, int una) {
        boolean resent = false;
        for (int i = model.una; i < una; i++) resent |= model.bytes[i].resent;
        long expected = resent ? SentSegments.NONE : model.bytes[model.una].sentAt;
        assertThat(sent.acknowledge(una)).as("Karn").isEqualTo(expected);
        model.una = una;
    }

    private static void compare(SentSegments sent, Model model) {
        assertThat(sent.isEmpty()).isEqualTo(model.una == model.nxt);
        assertThat(sent.outstandingBytes()).isEqualTo(model.nxt - model.una);
        assertThat(sent.lostBytes()).isEqualTo(model.count(b -> b.lost));
        assertThat(sent.sackedBytes()).isEqualTo(model.count(b -> b.sacked));
        assertThat(sent.inFlightBytes()).isEqualTo(model.nxt - model.una - model.count(b -> b.lost || b.arrived));
        assertThat(sent.firstLost()).isEqualTo(model.firstLost());
        for (int i = model.una; i < model.nxt; i += 7) {
            assertThat(sent.sentAt(i)).isEqualTo(model.bytes[i].sentAt);
            assertThat(sent.firstSentAt(i)).isEqualTo(model.bytes[i].firstSentAt);
            assertThat(sent.isResent(i)).isEqualTo(model.bytes[i].resent);
        }
    }

    @Test
    @Rfc({"6298#3", "MUST-18"})
    void partOfASuperPacketIsMeasuredByItsSendTime() {
        var sent = new SentSegments();
        sent.sent(1, 60_001, 100);
        assertThat(sent.acknowledge(20_001)).isEqualTo(100);
        assertThat(sent.size()).isOne();
        assertThat(sent.outstandingBytes()).isEqualTo(40_000);
    }

    @Test
    @Rfc({"6298#3", "MUST-18", "EDGE-RECOVERY-4"})
    void ackThatReachesIntoWhatWasSentTwiceMeasuresNothing() {
        var sent = new SentSegments();
        sent.sent(1, 101, 10);
        sent.sent(101, 201, 20);
        sent.firstIsLost(50);
        sent.resent(1, 51, 30);
        assertThat(sent.acknowledge(151)).isEqualTo(SentSegments.NONE);
        assertThat(sent.acknowledge(201)).isEqualTo(20);
    }

    @Test
    void ringGrowsAcrossItsSeam() {
        var sent = new SentSegments();
        long next = 0;
        for (int i = 0; i < 6; i++) sent.sent(next, next += 10, i);
        sent.acknowledge(50);
        for (int i = 6; i < 60; i++) sent.sent(next, next += 10, i);
        for (long position = 50; position < next; position += 10) {
            assertThat(sent.sentAt(position)).isEqualTo(position / 10);
        }
        assertThat(sent.size()).isEqualTo(55);
    }
}
