package dev.weir.core.buffer;

import static dev.weir.core.buffer.ChunkPool.CHUNK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveBufferTest {
    private final ChunkPool pool = new ChunkPool(64L * CHUNK_BYTES);

    @AfterEach
    void noChunkIsLeftOut() {
        assertThat(pool.takenBytes()).isZero();
        pool.close();
    }

    @Test
    void onlyWhatIsPublishedCanBeRead() {
        var buffer = new ReceiveBuffer(pool, 1, 1000);
        assertThat(write(buffer, 1, 1, 2, 3)).isTrue();
        assertThat(buffer.read(new byte[10], 0, 10)).isZero();
        buffer.publish(3);
        assertThat(buffer.available()).isEqualTo(2);
        var target = new byte[10];
        assertThat(buffer.read(target, 4, 6)).isEqualTo(2);
        assertThat(target).startsWith(0, 0, 0, 0, 1, 2, 0);
        assertThat(buffer.consumed()).isEqualTo(3);
        buffer.close();
    }

    @Test
    void bytesOutOfOrderAndFarAwayTakeOnlyTheChunksThatTheyTouch() {
        var buffer = new ReceiveBuffer(pool, 1, 60 * CHUNK_BYTES);
        assertThat(write(buffer, 50L * CHUNK_BYTES, 9)).isTrue();
        assertThat(pool.takenBytes()).isEqualTo(CHUNK_BYTES);
        assertThat(write(buffer, 1, 8)).isTrue();
        assertThat(pool.takenBytes()).isEqualTo(2L * CHUNK_BYTES);
        buffer.publish(2);
        assertThat(buffer.skip(5)).isEqualTo(1);
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).as("something lies beyond").isEqualTo(2L * CHUNK_BYTES);
        buffer.close();
    }

    @Test
    void anIdleBufferHoldsNoChunk() {
        var buffer = new ReceiveBuffer(pool, 1, 100_000);
        buffer.write(1, MemorySegment.ofArray(new byte[50_000]), 0, 50_000);
        buffer.publish(50_001);
        assertThat(buffer.free()).isEqualTo(50_000);
        buffer.skip(40_000);
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).isEqualTo(2L * CHUNK_BYTES);
        buffer.skip(10_000);
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).isZero();
        assertThat(write(buffer, 50_001, 7)).isTrue();
        buffer.publish(50_002);
        var target = new byte[1];
        assertThat(buffer.peek(target, 0, 1)).isEqualTo(1);
        assertThat(buffer.available()).isEqualTo(1);
        assertThat(buffer.read(target, 0, 1)).isEqualTo(1);
        assertThat(target).containsExactly(7);
        buffer.releaseConsumed();
    }

    @Test
    void withoutMemoryNothingIsWrittenAndNothingKept() {
        var taken = Stream.generate(pool::take).limit(62).toList();
        var buffer = new ReceiveBuffer(pool, 0, 10 * CHUNK_BYTES);
        assertThat(write(buffer, 5, 1)).isTrue();
        var source = MemorySegment.ofArray(new byte[3 * CHUNK_BYTES]);
        assertThat(buffer.write(10, source, 0, 2 * CHUNK_BYTES)).isFalse();
        assertThat(pool.takenBytes()).isEqualTo(63L * CHUNK_BYTES);
        assertThat(buffer.write(10, source, 0, CHUNK_BYTES)).isTrue();
        taken.forEach(pool::give);
        buffer.close();
    }

    @Test
    void aClosedBufferHoldsNothing() {
        var buffer = new ReceiveBuffer(pool, 1, 1000);
        write(buffer, 1, 1, 2, 3);
        buffer.publish(4);
        buffer.close();
        buffer.close();
        assertThat(pool.takenBytes()).isZero();
        assertThat(buffer.read(new byte[5], 0, 5)).isZero();
        assertThat(buffer.skip(5)).isZero();
        assertThat(write(buffer, 4, 1)).isFalse();
        buffer.releaseConsumed();
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-3")
    void closeWhileAReaderIsInsideLeavesTheChunksToTheReader() {
        var buffer = new ReceiveBuffer(pool, 1, 1000);
        write(buffer, 1, 1, 2, 3);
        buffer.publish(4);
        long word = buffer.enter();
        buffer.close();
        buffer.close();
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).isEqualTo(CHUNK_BYTES);
        buffer.leave((word >>> ReceiveBuffer.FLAGS) + 2);
        assertThat(pool.takenBytes()).isZero();
        assertThat(buffer.consumed()).isEqualTo(3);
        assertThat(buffer.read(new byte[1], 0, 1)).isZero();
    }

    @Test
    void aReaderInsideKeepsTheChunksThatItHasNotYetConsumed() {
        var buffer = new ReceiveBuffer(pool, 1, 5 * CHUNK_BYTES);
        buffer.write(1, MemorySegment.ofArray(new byte[3 * CHUNK_BYTES]), 0, 3 * CHUNK_BYTES);
        buffer.publish(3L * CHUNK_BYTES + 1);
        long word = buffer.enter();
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).isEqualTo(4L * CHUNK_BYTES);
        buffer.leave((word >>> ReceiveBuffer.FLAGS) + 2L * CHUNK_BYTES);
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).isEqualTo(2L * CHUNK_BYTES);
        buffer.close();
    }

    @Test
    void discardPassesOverWhatIsPublishedUnlessAReaderIsInside() {
        var buffer = new ReceiveBuffer(pool, 1, 1000);
        write(buffer, 1, 1, 2, 3);
        buffer.publish(4);
        long word = buffer.enter();
        buffer.discard();
        assertThat(buffer.consumed()).isEqualTo(1);
        buffer.leave((word >>> ReceiveBuffer.FLAGS) + 1);
        assertThat(buffer.available()).isEqualTo(2);
        buffer.discard();
        assertThat(buffer.available()).isZero();
        buffer.close();
        buffer.discard();
        assertThat(buffer.closed()).isTrue();
    }

    @Test
    void writingOverWhatIsPublishedIsABrokenInvariant() {
        var buffer = new ReceiveBuffer(pool, 1, 1000);
        write(buffer, 1, 1, 2, 3);
        buffer.publish(4);
        assertThatThrownBy(() -> write(buffer, 3, 1)).isInstanceOf(IllegalArgumentException.class);
        buffer.close();
    }

    @Test
    void bytesComeOutAsArrivedOverRandomOperations() {
        for (long seed = 0; seed < 100; seed++) compareWithArray(seed);
    }

    private void compareWithArray(long seed) {
        var random = new SplittableRandom(seed);
        long start = random.nextBoolean() ? 1 : random.nextLong(1L << 59);
        int capacity = 1 + random.nextInt(20 * CHUNK_BYTES);
        var buffer = new ReceiveBuffer(pool, start, capacity);
        byte[] stream = SendBufferTest.bytes(100 * CHUNK_BYTES, seed);
        var source = MemorySegment.ofArray(stream);
        var there = new RangeSet();
        there.add(start - 1, start);
        for (int step = 0; step < 300; step++) {
            long last = Math.min(buffer.consumed() + capacity, start + stream.length);
            long from = buffer.published();
            if (random.nextInt(3) != 0) from += random.nextLong(last - from + 1);
            int length = (int) Math.min(last - from, random.nextInt(random.nextBoolean() ? 100 : 2 * CHUNK_BYTES));
            assertThat(buffer.write(from, source, from - start, length)).isTrue();
            there.add(from, from + length);
            buffer.publish(Math.max(buffer.published(), there.coveredUpTo(start - 1)));
            if (random.nextInt(3) == 0) {
                var target = new byte[random.nextInt(3 * CHUNK_BYTES)];
                int at = (int) (buffer.consumed() - start);
                int expected = Math.min(target.length, buffer.available());
                if (random.nextBoolean()) assertThat(buffer.peek(target, 0, target.length)).isEqualTo(expected);
                assertThat(buffer.read(target, 0, target.length)).isEqualTo(expected);
                assertThat(Arrays.copyOf(target, expected)).as("seed %d", seed)
                        .isEqualTo(Arrays.copyOfRange(stream, at, at + expected));
                buffer.releaseConsumed();
                boolean idle = there.size() == 1 && buffer.available() == 0;
                if (idle) assertThat(pool.takenBytes()).as("seed %d", seed).isZero();
            }
        }
        buffer.close();
        assertThat(pool.takenBytes()).isZero();
    }

    @Test
    void aDriverAndAReaderOnTwoThreadsLoseNothing() throws InterruptedException {
        var buffer = new ReceiveBuffer(pool, 1, 3 * CHUNK_BYTES);
        int total = 4_000_000;
        var failure = new AtomicReference<Throwable>();
        var reader = Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failure.set(e)).start(() -> {
            var target = new byte[20_000];
            var random = new SplittableRandom(5);
            for (int position = 1; position <= total; ) {
                int count = buffer.read(target, 0, 1 + random.nextInt(target.length));
                for (int i = 0; i < count; i++) {
                    if (target[i] != (byte) (position + i)) throw new AssertionError("at " + (position + i));
                }
                position += count;
                if (count == 0) Thread.onSpinWait();
            }
        });
        var random = new SplittableRandom(4);
        byte[] source = new byte[3000];
        for (long position = 1; position <= total && failure.get() == null; ) {
            int length = (int) Math.min(1 + random.nextInt(source.length), total + 1 - position);
            if (buffer.free() >= length) {
                for (int i = 0; i < length; i++) source[i] = (byte) (position + i);
                assertThat(buffer.write(position, MemorySegment.ofArray(source), 0, length)).isTrue();
                position += length;
                buffer.publish(position);
            }
            buffer.releaseConsumed();
        }
        reader.join();
        assertThat(failure.get()).isNull();
        buffer.releaseConsumed();
        assertThat(pool.takenBytes()).as("idle").isZero();
    }

    private static boolean write(ReceiveBuffer buffer, long position, int... bytes) {
        var source = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) source[i] = (byte) bytes[i];
        return buffer.write(position, MemorySegment.ofArray(source), 0, source.length);
    }
}
