package dev.weir.core.buffer;

import static dev.weir.core.buffer.ChunkPool.CHUNK_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The bytes of one direction of a connection from the application's write until they are acknowledged.
 *
 * <pre>
 *        head                            tail
 *   ------|-------------------------------|---------------&gt; stream position
 *   acked |  the driver peeks anywhere    |  the application appends
 * </pre>
 *
 * <p>One application thread at a time calls {@code write}, the driver everything else; both at once is fine. Capacity
 * is a number, not memory: chunks are taken as bytes come and given back when all of them are acknowledged, so an idle
 * connection holds none.
 *
 * <p>What both sides must agree on is one word: the tail, whether a chunk stands ready at the tail (then the driver may
 * take it away from an idle buffer, or the writer claims it), whether a writer is inside, and whether the buffer is
 * closed. Who is last to leave a closed buffer gives the chunks back.
 */
public final class SendBuffer {
    static final int READY = 1;
    private static final int INSIDE = 2;
    private static final int CLOSED = 4;
    static final int FLAGS = 3; // bits
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(SendBuffer.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChunkPool pool;
    private volatile int capacity;
    private volatile long word; // tail and flags
    private volatile long head; // written by the driver
    // written by the application: chunk number i is at i mod length, a power of two
    private volatile MemorySegment[] ring;

    /** @param start position of the first byte, 0..2^60 */
    public SendBuffer(ChunkPool pool, long start, int capacityBytes) {
        this.pool = pool;
        this.capacity = capacityBytes;
        this.word = start << FLAGS;
        this.head = start;
    }

    /** Application: takes as many bytes as fit, 0..{@code length}; -1 if the buffer is closed. */
    public int write(byte[] source, int offset, int length) {
        return write(MemorySegment.ofArray(source), offset, length);
    }

    /** Application: takes as many bytes as fit, 0..{@code length}; -1 if the buffer is closed. */
    public int write(MemorySegment source, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        long seen = enter();
        if (seen < 0) return -1;
        long tail = seen >>> FLAGS;
        long position = tail;
        MemorySegment chunk = (seen & READY) != 0 ? at(ring, tail) : null;
        try {
            long end = tail + Math.clamp(capacity - (tail - head), 0, length);
            while (position < end) {
                if (chunk == null) {
                    chunk = pool.takeToSend();
                    if (chunk == null) break;
                    place(position, chunk);
                }
                long within = position & CHUNK_BYTES - 1;
                long count = Math.min(end - position, CHUNK_BYTES - within);
                MemorySegment.copy(source, offset + position - tail, chunk, within, count);
                position += count;
                if (within + count == CHUNK_BYTES) chunk = null;
            }
        } finally {
            leave(position, chunk == null ? 0 : READY);
        }
        return (int) (position - tail);
    }

    /** Position after the last byte written; any thread. */
    public long tail() {
        return word >>> FLAGS;
    }

    /** How much {@code write} takes now, unless the pool is empty; any thread. */
    public int free() {
        long head = this.head; // first: it never overtakes the tail
        return (int) Math.max(0, capacity - (tail() - head));
    }

    public int capacity() {
        return capacity;
    }

    /** What is there stays there, even beyond a smaller capacity. */
    public void capacity(int bytes) {
        capacity = bytes;
    }

    public boolean isEmpty() {
        return tail() == head;
    }

    /** Position of the first byte that is still there. */
    public long head() {
        return head;
    }

    /** Driver: the bytes below {@code upTo}, {@link #head}..{@link #tail}, are acknowledged. */
    public void release(long upTo) {
        if (closed()) return;
        long end = upTo / CHUNK_BYTES;
        var ring = this.ring;
        for (long number = head / CHUNK_BYTES; number < end; number++) pool.give(ring[slot(ring, number)]);
        head = upTo; // before the tail is looked at: either the writer or we see that nothing is left
        if (tail() == upTo) reclaim(upTo);
    }

    /** Driver: passes on the bytes of {@link #head} =&lt; from, from + length =&lt; {@link #tail} where they lie. */
    public void slices(long from, int length, Slices target) {
        var ring = this.ring;
        for (long position = from; position < from + length; ) {
            long within = position & CHUNK_BYTES - 1;
            int count = (int) Math.min(from + length - position, CHUNK_BYTES - within);
            target.append(at(ring, position), within, count);
            position += count;
        }
    }

    /** Driver: one byte of {@link #head}..{@link #tail}. */
    public byte peek(long position) {
        return at(ring, position).get(ValueLayout.JAVA_BYTE, position & CHUNK_BYTES - 1);
    }

    /** Driver: the end. The bytes are gone, and so are the chunks as soon as no writer is inside. Idempotent. */
    public void close() {
        long seen = (long) WORD.getAndBitwiseOr(this, (long) CLOSED);
        if ((seen & (INSIDE | CLOSED)) == 0) giveAll(seen >>> FLAGS, (int) seen & READY);
    }

    public boolean closed() {
        return (word & CLOSED) != 0;
    }

    /** A writer claims the chunk at the tail: the word as it was, or -1 if the buffer is closed. */
    long enter() {
        long seen;
        do {
            seen = word;
            if ((seen & CLOSED) != 0) return -1;
            if ((seen & INSIDE) != 0) throw new IllegalStateException("two threads write at a time");
        } while (!WORD.compareAndSet(this, seen, seen & ~READY | INSIDE));
        return seen;
    }

    /** Publishes the tail, and whether a chunk stands ready there. */
    void leave(long tail, int ready) {
        long before = word & ~CLOSED;
        if (!WORD.compareAndSet(this, before, tail << FLAGS | ready)) {
            giveAll(tail, ready);
            word = tail << FLAGS | CLOSED;
        } else if (ready != 0 && head == tail) {
            reclaim(tail);
        }
    }

    /** Takes the chunk at the tail of an empty buffer away, unless a writer was faster: then it is no longer empty. */
    private void reclaim(long tail) {
        var ring = this.ring; // first: after it, a close may forget the ring
        if (ring == null) return;
        MemorySegment chunk = at(ring, tail); // before the swap: after it, a writer may put another chunk there
        if (WORD.compareAndSet(this, tail << FLAGS | READY, tail << FLAGS)) pool.give(chunk);
    }

    private void giveAll(long tail, int ready) {
        var ring = this.ring;
        long end = tail / CHUNK_BYTES + ready;
        for (long number = head / CHUNK_BYTES; number < end; number++) pool.give(ring[slot(ring, number)]);
        this.ring = null;
    }

    private void place(long position, MemorySegment chunk) {
        long number = position / CHUNK_BYTES;
        long first = head / CHUNK_BYTES;
        var ring = this.ring;
        if (ring == null) {
            ring = new MemorySegment[1];
            this.ring = ring;
        }
        if (number - first >= ring.length) {
            var larger = new MemorySegment[Integer.highestOneBit((int) (number - first)) << 1];
            for (long i = first; i < number; i++) larger[slot(larger, i)] = ring[slot(ring, i)];
            ring = larger;
            this.ring = larger; // the driver reads the old one until it sees this
        }
        ring[slot(ring, number)] = chunk;
    }

    private static MemorySegment at(MemorySegment[] ring, long position) {
        return ring[slot(ring, position / CHUNK_BYTES)];
    }

    private static int slot(MemorySegment[] ring, long number) {
        return (int) number & ring.length - 1;
    }
}
