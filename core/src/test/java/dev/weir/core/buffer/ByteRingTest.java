package dev.weir.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ByteRingTest {
    @Test
    void itsSizeIsAPowerOfTwoThatHoldsFourOfTheLargestRecords() {
        assertThat(new ByteRing(4096, 100).memory().byteSize()).isEqualTo(4096);
        assertThat(new ByteRing(4097, 100).memory().byteSize()).isEqualTo(8192);
        assertThat(new ByteRing(64, 1009).memory().byteSize()).isEqualTo(8192);
        assertThatThrownBy(() -> new ByteRing(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memoryLivesUntilBothEndsAreClosed() {
        var ring = new ByteRing(64, 4);
        ring.reserve(4);
        ring.publish(4, 5);
        ring.closeProducer();
        ring.closeProducer();
        assertThat(ring.next()).isPositive();
        assertThat(ring.meta()).isEqualTo(5);
        assertThat(ring.isConsumerClosed()).isFalse();
        ring.closeConsumer();
        ring.closeConsumer();
        assertThat(ring.isConsumerClosed()).isTrue();
        assertThat(ring.memory().scope().isAlive()).isFalse();
    }

    @Test
    void recordsComeOutOnceInOrderAndWhole() {
        for (long seed = 0; seed < 100; seed++) compareWithQueue(seed);
    }

    private static void compareWithQueue(long seed) {
        var random = new SplittableRandom(seed);
        var ring = new ByteRing(4096, 1008);
        var expected = new ArrayDeque<byte[]>();
        for (int step = 0; step < 2000; step++) {
            if (random.nextBoolean()) {
                byte[] record = SendBufferTest.bytes(random.nextInt(1009), random.nextLong());
                long at = ring.reserve(record.length);
                if (at < 0) {
                    assertThat(ring.used()).as("room is refused only beyond half").isGreaterThan(2048);
                    continue;
                }
                MemorySegment.copy(record, 0, ring.memory(), ValueLayout.JAVA_BYTE, at, record.length);
                ring.publish(record.length, step);
                expected.add(record);
            } else {
                long at = ring.next();
                if (expected.isEmpty()) {
                    assertThat(at).isEqualTo(-1);
                    continue;
                }
                byte[] record = expected.remove();
                assertThat(ring.length()).as("seed %d", seed).isEqualTo(record.length);
                assertThat(ring.memory().asSlice(at, record.length).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(record);
                ring.free();
            }
        }
    }

    @Test
    void aProducerThatFoundNoRoomIsWantedOnceWhenHalfIsFree() {
        var ring = new ByteRing(128, 16); // four records of 16 and their headers
        for (int i = 0; i < 4; i++) {
            assertThat(ring.reserve(16)).isPositive();
            ring.publish(16, i);
        }
        assertThat(ring.freedWanted()).isFalse();
        assertThat(ring.reserve(16)).isEqualTo(-1);
        ring.next();
        ring.free();
        assertThat(ring.freedWanted()).as("three quarters are in use").isFalse();
        ring.next();
        assertThat(ring.meta()).isEqualTo(1);
        ring.free();
        assertThat(ring.freedWanted()).isTrue();
        assertThat(ring.freedWanted()).isFalse();
        assertThat(ring.reserve(16)).isPositive();
    }

    @Test
    void twoThreadsExchangeEveryRecord() throws InterruptedException {
        var ring = new ByteRing(8192, 200);
        int records = 200_000;
        var failure = new AtomicReference<Throwable>();
        var consumer = Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failure.set(e)).start(() -> {
            for (int i = 0; i < records; ) {
                long at = ring.next();
                if (at < 0) {
                    Thread.onSpinWait();
                    continue;
                }
                int length = ring.length();
                if (ring.meta() != i || length != length(i)) throw new AssertionError("record " + i);
                for (int b = 0; b < length; b++) {
                    if (ring.memory().get(ValueLayout.JAVA_BYTE, at + b) != (byte) (i + b)) {
                        throw new AssertionError("record " + i + " byte " + b);
                    }
                }
                ring.free();
                i++;
            }
        });
        for (int i = 0; i < records && failure.get() == null; ) {
            long at = ring.reserve(length(i));
            if (at < 0) {
                Thread.onSpinWait();
                continue;
            }
            for (int b = 0; b < length(i); b++) ring.memory().set(ValueLayout.JAVA_BYTE, at + b, (byte) (i + b));
            ring.publish(length(i), i);
            i++;
        }
        consumer.join();
        assertThat(failure.get()).isNull();
    }

    private static int length(int record) {
        return record * 31 % 200;
    }
}
