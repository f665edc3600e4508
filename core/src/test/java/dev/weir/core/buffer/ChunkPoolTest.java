package dev.weir.core.buffer;

import static dev.weir.core.buffer.ChunkPool.CHUNK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {
    @Test
    void handsOutDistinctChunksUpToItsLimitAndThenNull() {
        try (var pool = new ChunkPool(300L * CHUNK_BYTES + 5)) {
            var seen = Collections.newSetFromMap(new IdentityHashMap<MemorySegment, Boolean>());
            long last = 0;
            for (int i = 0; i < 300; i++) {
                var chunk = pool.take();
                assertThat(chunk.byteSize()).isEqualTo(CHUNK_BYTES);
                chunk.set(ValueLayout.JAVA_LONG, 0, ++last);
                assertThat(seen.add(chunk)).isTrue();
            }
            assertThat(pool.take()).isNull();
            assertThat(pool.takenBytes()).isEqualTo(pool.limitBytes()).isEqualTo(300L * CHUNK_BYTES);
            assertThat(seen.stream().mapToLong(chunk -> chunk.get(ValueLayout.JAVA_LONG, 0)).distinct().count())
                    .isEqualTo(300);
            seen.forEach(pool::give);
            assertThat(pool.takenBytes()).isZero();
            assertThat(seen).contains(pool.take());
        }
    }

    @Test
    void theChunkGivenLastIsTakenNext() {
        try (var pool = new ChunkPool(10L * CHUNK_BYTES)) {
            var first = pool.take();
            var second = pool.take();
            pool.give(first);
            pool.give(second);
            assertThat(pool.take()).isSameAs(second);
            assertThat(pool.take()).isSameAs(first);
        }
    }

    @Test
    void aForeignChunkIsRefused() {
        try (var pool = new ChunkPool(10L * CHUNK_BYTES); var other = new ChunkPool(CHUNK_BYTES)) {
            var chunk = pool.take();
            assertThatThrownBy(() -> other.give(chunk)).isInstanceOf(IllegalArgumentException.class);
            other.take();
            assertThatThrownBy(() -> other.give(chunk)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.give(chunk.asSlice(0, 10))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void memoryLivesUntilTheLastChunkIsBackAfterClose() {
        var pool = new ChunkPool(10L * CHUNK_BYTES);
        var one = pool.take();
        var two = pool.take();
        pool.close();
        assertThat(pool.take()).isNull();
        pool.give(one);
        assertThat(two.get(ValueLayout.JAVA_BYTE, 0)).isZero();
        pool.give(two);
        assertThat(two.scope().isAlive()).isFalse();
        pool.close();
    }

    @Test
    void neverHandsOneChunkToTwoThreads() throws InterruptedException {
        var failure = new AtomicReference<Throwable>();
        try (var pool = new ChunkPool(100L * CHUNK_BYTES)) {
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 3; i++) {
                int id = i + 1;
                threads.add(Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failure.set(e))
                        .start(() -> takeAndGive(pool, id)));
            }
            for (var thread : threads) thread.join();
            assertThat(failure.get()).isNull();
            assertThat(pool.takenBytes()).isZero();
        }
    }

    @Test
    void aQuarterIsKeptForReceiving() {
        try (var pool = new ChunkPool(8L * CHUNK_BYTES)) {
            var sent = new ArrayList<MemorySegment>();
            for (MemorySegment chunk; (chunk = pool.takeToSend()) != null; ) sent.add(chunk);
            assertThat(sent).hasSize(6);
            assertThat(pool.mayTakeToSend()).isFalse();
            assertThat(pool.freeToSendBytes()).isZero();
            var received = List.of(pool.take(), pool.take());
            assertThat(pool.take()).isNull();
            pool.give(received.getFirst());
            assertThat(pool.takeToSend()).isNull();
            pool.give(sent.removeFirst());
            assertThat(pool.takeToSend()).isNull(); // seven are out, and one sender's share is in use by a receiver
            pool.give(received.getLast());
            assertThat(pool.mayTakeToSend()).isTrue();
            sent.add(pool.takeToSend());
            sent.forEach(pool::give);
        }
    }

    private static void takeAndGive(ChunkPool pool, int id) {
        var random = new SplittableRandom(id);
        List<MemorySegment> mine = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(100) < 52) {
                var chunk = pool.take();
                if (chunk == null) continue;
                chunk.set(ValueLayout.JAVA_INT, 0, id);
                mine.add(chunk);
            } else if (!mine.isEmpty()) {
                var chunk = mine.remove(random.nextInt(mine.size()));
                assertThat(chunk.get(ValueLayout.JAVA_INT, 0)).isEqualTo(id);
                chunk.set(ValueLayout.JAVA_INT, 0, 0);
                pool.give(chunk);
            }
        }
        mine.forEach(pool::give);
    }
}
