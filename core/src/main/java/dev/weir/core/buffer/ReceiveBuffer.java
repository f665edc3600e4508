package dev.weir.core.buffer;

import static dev.weir.core.buffer.ChunkPool.CHUNK_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The bytes of one direction of a connection from their arrival until the application reads them.
 *
 * <pre>
 *      consumed                published                consumed + capacity
 *   ------|------------------------|-----------------------------|----&gt; stream position
 *    read | the application reads  | the driver writes anywhere  |
 * </pre>
 *
 * <p>One application thread at a time reads, the driver does everything else; both at once is fine. Bytes are written
 * at their stream position in any order; which of them are there is for {@link RangeSet} to know, and what is
 * published no longer changes. Chunks are taken where bytes fall and given back when they are read, so an idle
 * connection holds none.
 *
 * <p>Who is last to leave a closed buffer, reader or driver, gives the chunks back.
 */
public final class ReceiveBuffer {
    private static final int INSIDE = 1;
    private static final int CLOSED = 2;
    static final int FLAGS = 2; // bits
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(ReceiveBuffer.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChunkPool pool;
    private volatile int capacity;
    private volatile long word; // consumed, and flags
    private volatile long published;
    private volatile MemorySegment[] ring; // chunk number i is at i mod length, a power of two; null: not there
    private long lowest; // driver: number of the first chunk that may be there
    private long highest; // driver: position after the last byte written

    /** @param start position of the first byte, 0..2^60 */
    public ReceiveBuffer(ChunkPool pool, long start, int capacityBytes) {
        this.pool = pool;
        this.capacity = capacityBytes;
        this.word = start << FLAGS;
        this.published = start;
        this.highest = start;
    }

    /**
     * Driver: copies bytes to their place, {@link #published} at the lowest.
     *
     * @param length 0..1 MiB
     * @return false if there is no memory for them, or the buffer is closed: nothing was written
     */
    public boolean write(long position, MemorySegment source, long offset, int length) {
        if (position < published) throw new IllegalArgumentException(position + " is published already");
        if (closed()) return false;
        if (length == 0) return true;
        long first = position / CHUNK_BYTES;
        long last = (position + length - 1) / CHUNK_BYTES;
        if (last - first >= Long.SIZE) throw new IllegalArgumentException(length + " bytes at a time");
        makeRoom(last);
        if (!takeChunks(first, last)) return false;
        var ring = this.ring;
        for (long from = position; from < position + length; ) {
            long within = from & CHUNK_BYTES - 1;
            long count = Math.min(position + length - from, CHUNK_BYTES - within);
            MemorySegment.copy(source, offset + from - position, ring[slot(ring, from / CHUNK_BYTES)], within, count);
            from += count;
        }
        highest = Math.max(highest, position + length);
        return true;
    }

    /** Driver: everything below {@code next} has been written and may be read. */
    public void publish(long next) {
        published = next;
    }

    /** Position up to which may be read; any thread. */
    public long published() {
        return published;
    }

    /** Position up to which has been read; any thread. */
    public long consumed() {
        return word >>> FLAGS;
    }

    /** Driver: gives back the chunks that have been read. */
    public void releaseConsumed() {
        if (ring == null || closed()) return;
        long consumed = consumed();
        releaseBelow(consumed / CHUNK_BYTES);
        // all read: no reader holds more than the ring's address, since it looks at the positions first
        if (consumed == published && highest <= consumed) giveAll();
    }

    public int capacity() {
        return capacity;
    }

    /** What is there stays there, even beyond a smaller capacity. */
    public void capacity(int bytes) {
        capacity = bytes;
    }

    /** Room for bytes beyond {@link #published}; any thread. */
    public int free() {
        return Math.max(0, capacity - available());
    }

    /** Bytes that can be read now; any thread. */
    public int available() {
        long consumed = consumed(); // first: it never overtakes what was published
        return closed() ? 0 : (int) (published - consumed);
    }

    /** Application: reads 0..{@code length} bytes; 0 if none is there or the buffer is closed. */
    public int read(byte[] target, int offset, int length) {
        return read(MemorySegment.ofArray(target), offset, length);
    }

    /** Application: reads 0..{@code length} bytes; 0 if none is there or the buffer is closed. */
    public int read(MemorySegment target, long offset, int length) {
        return take(target, offset, length, true);
    }

    /** Application: as {@link #read(byte[], int, int)}, but the bytes stay. */
    public int peek(byte[] target, int offset, int length) {
        return take(MemorySegment.ofArray(target), offset, length, false);
    }

    /** Application: passes over 0..{@code length} bytes. */
    public long skip(long length) {
        long seen = enter();
        if (seen < 0) return 0;
        long consumed = seen >>> FLAGS;
        long count = Math.clamp(length, 0, published - consumed);
        leave(consumed + count);
        return count;
    }

    /** Driver: gives back the chunks that hold nothing but what was written beyond {@link #published}. */
    public void forgetUnpublished() {
        var ring = this.ring;
        if (ring == null || closed()) return;
        long first = Math.max(lowest, (published + CHUNK_BYTES - 1) / CHUNK_BYTES);
        for (long number = first; number < lowest + ring.length; number++) give(ring, number);
        highest = published;
    }

    /** Driver: passes over all that is published; not while a reader is inside, so call again when it has left. */
    public void discard() {
        long seen = word;
        if ((seen & (INSIDE | CLOSED)) == 0) WORD.compareAndSet(this, seen, published << FLAGS);
    }

    /** Driver: the end. Unread bytes are gone, and so are the chunks as soon as no reader is inside. Idempotent. */
    public void close() {
        long seen = (long) WORD.getAndBitwiseOr(this, (long) CLOSED);
        if ((seen & (INSIDE | CLOSED)) == 0) giveAll();
    }

    public boolean closed() {
        return (word & CLOSED) != 0;
    }

    private int take(MemorySegment target, long offset, int length, boolean consume) {
        Objects.checkFromIndexSize(offset, length, target.byteSize());
        long seen = enter();
        if (seen < 0) return 0;
        long consumed = seen >>> FLAGS;
        long position = consumed;
        try {
            long end = consumed + Math.min(length, published - consumed);
            var ring = position < end ? this.ring : null; // after published: holds all chunks up to there
            while (position < end) {
                long within = position & CHUNK_BYTES - 1;
                long count = Math.min(end - position, CHUNK_BYTES - within);
                MemorySegment chunk = ring[slot(ring, position / CHUNK_BYTES)];
                MemorySegment.copy(chunk, within, target, offset + position - consumed, count);
                position += count;
            }
        } finally {
            leave(consume ? position : consumed);
        }
        return (int) (position - consumed);
    }

    /** The word as it was, or -1 if the buffer is closed. */
    long enter() {
        long seen;
        do {
            seen = word;
            if ((seen & CLOSED) != 0) return -1;
            if ((seen & INSIDE) != 0) throw new IllegalStateException("two threads read at a time");
        } while (!WORD.compareAndSet(this, seen, seen | INSIDE));
        return seen;
    }

    /** Publishes how far the application has read: from then on those chunks are the driver's. */
    void leave(long consumed) {
        long before = word & ~CLOSED;
        if (!WORD.compareAndSet(this, before, consumed << FLAGS)) {
            giveAll();
            word = consumed << FLAGS | CLOSED;
        }
    }

    private void makeRoom(long last) {
        var ring = this.ring;
        if (ring == null) {
            lowest = published / CHUNK_BYTES;
            this.ring = new MemorySegment[ringLength(last)];
        } else if (last - lowest >= ring.length) {
            var larger = new MemorySegment[ringLength(last)];
            for (long i = lowest; i < lowest + ring.length; i++) larger[slot(larger, i)] = ring[slot(ring, i)];
            this.ring = larger; // a reader goes on with the old one: what is published does not move
        }
    }

    private int ringLength(long last) {
        int span = (int) (last - lowest);
        return span == 0 ? 1 : Integer.highestOneBit(span) << 1;
    }

    private boolean takeChunks(long first, long last) {
        var ring = this.ring;
        long fresh = 0;
        for (long number = first; number <= last; number++) {
            if (ring[slot(ring, number)] != null) continue;
            MemorySegment chunk = pool.take();
            if (chunk == null) {
                for (; fresh != 0; fresh &= fresh - 1) give(ring, first + Long.numberOfTrailingZeros(fresh));
                return false;
            }
            ring[slot(ring, number)] = chunk;
            fresh |= 1L << number - first;
        }
        return true;
    }

    private void releaseBelow(long number) {
        var ring = this.ring;
        for (; lowest < number; lowest++) give(ring, lowest);
    }

    private void giveAll() {
        var ring = this.ring;
        if (ring == null) return;
        for (long number = lowest; number < lowest + ring.length; number++) give(ring, number);
        this.ring = null;
    }

    private void give(MemorySegment[] ring, long number) {
        int slot = slot(ring, number);
        if (ring[slot] == null) return;
        pool.give(ring[slot]);
        ring[slot] = null;
    }

    private static int slot(MemorySegment[] ring, long number) {
        return (int) number & ring.length - 1;
    }
}
