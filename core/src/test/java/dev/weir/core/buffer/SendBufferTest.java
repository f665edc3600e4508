package dev.weir.core.buffer;

import static dev.weir.core.buffer.ChunkPool.CHUNK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendBufferTest {
    private final ChunkPool pool = new ChunkPool(64L * CHUNK_BYTES);

    @AfterEach
    void noChunkIsLeftOut() {
        assertThat(pool.takenBytes()).isZero();
        pool.close();
    }

    @Test
    void takesWhatFitsAndMoreAfterAnAcknowledgment() {
        var buffer = new SendBuffer(pool, 1, 10);
        assertThat(buffer.write(new byte[20], 3, 17)).isEqualTo(10);
        assertThat(buffer.write(new byte[20], 0, 20)).isZero();
        assertThat(buffer.tail()).isEqualTo(11);
        assertThat(buffer.free()).isZero();
        buffer.release(5);
        assertThat(buffer.free()).isEqualTo(4);
        assertThat(buffer.write(new byte[20], 0, 20)).isEqualTo(4);
        buffer.close();
    }

    @Test
    void anIdleBufferHoldsNoChunk() {
        var buffer = new SendBuffer(pool, 1, 100_000);
        buffer.write(bytes(50_000, 1), 0, 50_000);
        assertThat(pool.takenBytes()).isEqualTo(4L * CHUNK_BYTES);
        buffer.release(1 + 40_000);
        assertThat(pool.takenBytes()).isEqualTo(2L * CHUNK_BYTES);
        buffer.release(50_001);
        assertThat(pool.takenBytes()).isZero();
        assertThat(buffer.isEmpty()).isTrue();
        buffer.write(new byte[] {7}, 0, 1);
        assertThat(buffer.peek(50_001)).isEqualTo((byte) 7);
        buffer.release(50_002);
    }

    @Test
    void whatDoesNotFitInThePoolIsNotTaken() {
        var buffer = new SendBuffer(pool, 0, 100 * CHUNK_BYTES);
        assertThat(buffer.write(new byte[70 * CHUNK_BYTES], 0, 70 * CHUNK_BYTES)).isEqualTo(48 * CHUNK_BYTES);
        assertThat(buffer.write(new byte[1], 0, 1)).isZero();
        buffer.release(CHUNK_BYTES);
        assertThat(buffer.write(new byte[1], 0, 1)).isEqualTo(1);
        buffer.close();
    }

    @Test
    void aClosedBufferTakesNothingAndHoldsNothing() {
        var buffer = new SendBuffer(pool, 1, 1000);
        buffer.write(new byte[100], 0, 100);
        buffer.close();
        buffer.close();
        assertThat(pool.takenBytes()).isZero();
        assertThat(buffer.write(new byte[1], 0, 1)).isEqualTo(-1);
        buffer.release(50);
        assertThat(buffer.closed()).isTrue();
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-3")
    void closeWhileAWriterIsInsideLeavesItsChunksToTheWriter() {
        var buffer = new SendBuffer(pool, 1, 1000);
        buffer.write(new byte[100], 0, 100);
        long word = buffer.enter();
        buffer.close();
        buffer.close();
        assertThat(pool.takenBytes()).isEqualTo(CHUNK_BYTES);
        buffer.leave(word >>> SendBuffer.FLAGS, SendBuffer.READY);
        assertThat(pool.takenBytes()).isZero();
        assertThat(buffer.write(new byte[1], 0, 1)).isEqualTo(-1);
        buffer.close();
    }

    @Test
    void anAcknowledgmentOfEverythingWhileAWriterIsInsideLeavesItsChunkToTheWriter() {
        var buffer = new SendBuffer(pool, 1, 1000);
        buffer.write(new byte[100], 0, 100);
        long word = buffer.enter();
        buffer.release(101);
        assertThat(pool.takenBytes()).isEqualTo(CHUNK_BYTES);
        // wrote nothing: it must notice that all is acknowledged
        buffer.leave(word >>> SendBuffer.FLAGS, SendBuffer.READY);
        assertThat(pool.takenBytes()).isZero();
    }

    @Test
    void aSecondWriterIsRefused() {
        var buffer = new SendBuffer(pool, 1, 1000);
        long word = buffer.enter();
        assertThatThrownBy(() -> buffer.write(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        buffer.leave(word >>> SendBuffer.FLAGS, 0);
        assertThat(buffer.write(new byte[1], 0, 1)).isEqualTo(1);
        buffer.close();
    }

    @Test
    void aBadArrayRangeChangesNothing() {
        var buffer = new SendBuffer(pool, 1, 1000);
        assertThatThrownBy(() -> buffer.write(new byte[5], 3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer.write(new byte[5], 3, 2)).isEqualTo(2);
        buffer.close();
    }

    @Test
    void aWriteThatFailsWhileCopyingLeavesTheBufferUsable() {
        var buffer = new SendBuffer(pool, 1, 1000);
        var arena = Arena.ofConfined();
        var dead = arena.allocate(10);
        arena.close();
        assertThatThrownBy(() -> buffer.write(dead, 0, 10)).isInstanceOf(IllegalStateException.class);
        assertThat(pool.takenBytes()).isZero();
        assertThat(buffer.write(new byte[5], 0, 5)).isEqualTo(5);
        assertThat(buffer.tail()).isEqualTo(6);
        buffer.close();
    }

    @Test
    void bytesComeOutAsWrittenOverRandomOperations() {
        for (long seed = 0; seed < 40; seed++) compareWithArray(seed);
    }

    private void compareWithArray(long seed) {
        var random = new SplittableRandom(seed);
        long start = random.nextBoolean() ? 1 : random.nextLong(1L << 60);
        var buffer = new SendBuffer(pool, start, 1 + random.nextInt(20 * CHUNK_BYTES));
        var written = new ByteArrayOutputStream();
        for (int step = 0; step < 100; step++) {
            if (random.nextInt(10) == 0) buffer.capacity(1 + random.nextInt(20 * CHUNK_BYTES));
            int length = random.nextInt(random.nextBoolean() ? 100 : 3 * CHUNK_BYTES);
            byte[] source = bytes(length, random.nextLong());
            int free = buffer.free();
            int taken = random.nextBoolean()
                    ? buffer.write(source, 0, length)
                    : buffer.write(MemorySegment.ofArray(source), 0, length);
            assertThat(taken).as("seed %d", seed).isEqualTo(Math.min(free, length));
            written.write(source, 0, taken);
            assertThat(buffer.tail()).isEqualTo(start + written.size());
            long from = buffer.head() + random.nextLong(buffer.tail() - buffer.head() + 1);
            int count = (int) random.nextLong(buffer.tail() - from + 1);
            var out = new ByteArrayOutputStream();
            buffer.slices(from, count, (chunk, offset, bytes) ->
                    out.writeBytes(chunk.asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE)));
            int at = (int) (from - start);
            assertThat(out.toByteArray()).as("seed %d", seed)
                    .isEqualTo(java.util.Arrays.copyOfRange(written.toByteArray(), at, at + count));
            if (count > 0) assertThat(buffer.peek(from)).isEqualTo(written.toByteArray()[at]);
            if (random.nextInt(3) == 0) {
                buffer.release(random.nextInt(3) == 0 ? buffer.tail() : from);
                long held = buffer.tail() == buffer.head() ? 0
                        : (buffer.tail() + CHUNK_BYTES - 1) / CHUNK_BYTES - buffer.head() / CHUNK_BYTES;
                assertThat(pool.takenBytes()).as("seed %d", seed).isEqualTo(held * CHUNK_BYTES);
            }
        }
        buffer.close();
        assertThat(pool.takenBytes()).isZero();
    }

    @Test
    void aWriterAndADriverOnTwoThreadsLoseNothing() throws InterruptedException {
        var buffer = new SendBuffer(pool, 1, 3 * CHUNK_BYTES);
        int total = 4_000_000;
        var failure = new AtomicReference<Throwable>();
        var writer = Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failure.set(e)).start(() -> {
            var random = new SplittableRandom(3);
            byte[] source = new byte[20_000];
            for (int position = 1; position <= total; ) {
                int most = random.nextBoolean() ? 10 : source.length;
                int length = Math.min(1 + random.nextInt(most), total + 1 - position);
                for (int i = 0; i < length; i++) source[i] = (byte) (position + i);
                for (int done = 0; done < length; ) {
                    int taken = buffer.write(source, done, length - done);
                    if (taken == 0) Thread.onSpinWait();
                    done += taken;
                }
                position += length;
            }
        });
        long head = 1;
        long[] position = {0};
        while (head <= total && failure.get() == null) {
            long tail = buffer.tail();
            position[0] = head;
            buffer.slices(head, (int) (tail - head), (chunk, offset, length) -> {
                for (int i = 0; i < length; i++) {
                    if (chunk.get(ValueLayout.JAVA_BYTE, offset + i) != (byte) (position[0] + i)) {
                        throw new AssertionError("at " + (position[0] + i));
                    }
                }
                position[0] += length;
            });
            buffer.release(tail);
            head = tail;
        }
        writer.join();
        assertThat(failure.get()).isNull();
        assertThat(pool.takenBytes()).as("idle").isZero();
    }

    static byte[] bytes(int length, long seed) {
        var bytes = new byte[length];
        var random = new SplittableRandom(seed);
        random.nextBytes(bytes);
        return bytes;
    }
}
