package dev.weir.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Native memory for the bytes of all connections of a stack, in chunks of one size. Every method may be called from
 * any thread; none waits.
 *
 * <p>The chunk given back last is taken next, since it is still in the cache. Memory is fetched from the system in
 * slabs as it is needed, kept until {@link #close}, and returned when the last chunk has come back after that.
 */
public final class ChunkPool implements AutoCloseable {
    /** Small enough that 100,000 connections with a few bytes each need 1.6 GB, large enough that 64 KiB touch five. */
    public static final int CHUNK_BYTES = 1 << 14;

    /**
     * One part in so many is kept from senders: a stack full of what it has to send could not receive, and two of them
     * that send to each other would wait until both give up.
     */
    public static final int RECEIVE_SHARE = 4;

    private static final int SLAB_BITS = 6; // a slab holds at most 64 chunks, 1 MiB
    private static final int SLAB_CHUNKS = 1 << SLAB_BITS;
    private static final int FIRST_SLAB_CHUNKS = 4;
    private static final long NONE = 0xffff_ffffL;
    private static final VarHandle TOP;
    private static final VarHandle TAKEN;
    private static final VarHandle RESERVED;
    private static final VarHandle SLABS;
    private static final VarHandle FREED;

    static {
        try {
            var lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(ChunkPool.class, "top", long.class);
            TAKEN = lookup.findVarHandle(ChunkPool.class, "taken", long.class);
            RESERVED = lookup.findVarHandle(ChunkPool.class, "reserved", int.class);
            SLABS = lookup.findVarHandle(ChunkPool.class, "slabs", Slabs.class);
            FREED = lookup.findVarHandle(ChunkPool.class, "freed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Chunks that were fetched together; {@code below[i]} is the free chunk under chunk i while that is free. */
    private record Slab(long address, MemorySegment[] chunks, int[] below) {}

    /** Immutable but for the {@code below}s: by number, and by address to find the slab of a chunk. */
    private record Slabs(Slab[] slabs, long[] addresses, int[] numbers) {
        Slabs with(Slab slab) {
            int count = slabs.length;
            int at = -Arrays.binarySearch(addresses, slab.address) - 1;
            var slabs = Arrays.copyOf(this.slabs, count + 1);
            slabs[count] = slab;
            var addresses = Arrays.copyOf(this.addresses, count + 1);
            System.arraycopy(addresses, at, addresses, at + 1, count - at);
            addresses[at] = slab.address;
            var numbers = Arrays.copyOf(this.numbers, count + 1);
            System.arraycopy(numbers, at, numbers, at + 1, count - at);
            numbers[at] = count;
            return new Slabs(slabs, addresses, numbers);
        }

        /** The number of a chunk: that of its slab, and its place in the slab. */
        int number(MemorySegment chunk) {
            int at = Arrays.binarySearch(addresses, chunk.address());
            int slab = at >= 0 ? numbers[at] : at == -1 ? -1 : numbers[-at - 2];
            if (slab >= 0) {
                long place = (chunk.address() - slabs[slab].address) / CHUNK_BYTES;
                if (place < slabs[slab].chunks.length && slabs[slab].chunks[(int) place] == chunk) {
                    return slab << SLAB_BITS | (int) place;
                }
            }
            throw new IllegalArgumentException("not a chunk of this pool: " + chunk);
        }

        MemorySegment chunk(int number) {
            return slabs[number >>> SLAB_BITS].chunks[number & SLAB_CHUNKS - 1];
        }

        int below(int number) {
            return slabs[number >>> SLAB_BITS].below[number & SLAB_CHUNKS - 1];
        }

        void below(int number, int other) {
            slabs[number >>> SLAB_BITS].below[number & SLAB_CHUNKS - 1] = other;
        }
    }

    private final Arena arena = Arena.ofShared();
    private final int limit; // in chunks
    private final int sendLimit; // of limit, what may be out when a sender takes one more
    // stamp << 32 | number of the free chunk on top; the stamp changes with every change
    private volatile long top = NONE;
    private volatile long taken; // chunks
    private volatile int reserved; // chunks fetched, or being fetched
    private volatile Slabs slabs = new Slabs(new Slab[0], new long[0], new int[0]);
    private volatile boolean refused; // by the system: its own limit came earlier
    private volatile boolean closed;
    private volatile boolean freed;

    /** @param limitBytes what may be out at a time: {@link #CHUNK_BYTES}..1 TiB, rounded down to whole chunks */
    public ChunkPool(long limitBytes) {
        if (limitBytes < CHUNK_BYTES || limitBytes > 1L << 40) {
            throw new IllegalArgumentException("limitBytes must be " + CHUNK_BYTES + "..2^40, not " + limitBytes);
        }
        this.limit = (int) (limitBytes / CHUNK_BYTES);
        this.sendLimit = limit - limit / RECEIVE_SHARE;
    }

    /**
     * A chunk with arbitrary content; null at the limit, after {@link #close}, or while another thread fetches
     * the last slab.
     */
    public MemorySegment take() {
        return take(limit);
    }

    /** As {@link #take}, but null where only the part is left that is kept for receiving. */
    public MemorySegment takeToSend() {
        return take(sendLimit);
    }

    private MemorySegment take(int limit) {
        if ((long) TAKEN.getAndAdd(this, 1L) >= limit || closed) {
            putBack();
            return null;
        }
        MemorySegment chunk = pop();
        if (chunk == null) chunk = fetch();
        if (chunk == null) putBack();
        return chunk;
    }

    /** @throws IllegalArgumentException if {@code chunk} did not come from {@link #take} of this pool */
    public void give(MemorySegment chunk) {
        push(slabs.number(chunk));
        putBack();
    }

    /** What is out now. */
    public long takenBytes() {
        return Math.min(taken, limit) * CHUNK_BYTES;
    }

    /** What {@link #takeToSend} would give, if the system has so much. */
    public long freeToSendBytes() {
        return Math.max(0, sendLimit - taken) * CHUNK_BYTES;
    }

    /** Whether {@link #takeToSend} gives something now, unless others are faster. */
    public boolean mayTakeToSend() {
        return !closed && taken < sendLimit && (top << 32 != NONE << 32 || reserved < limit && !refused);
    }

    public long limitBytes() {
        return (long) limit * CHUNK_BYTES;
    }

    /** Hands out no more; memory goes back to the system when nothing is out. Idempotent. */
    @Override
    public void close() {
        closed = true;
        if (taken == 0) free();
    }

    private void putBack() {
        if ((long) TAKEN.getAndAdd(this, -1L) == 1 && closed) free();
    }

    private void free() {
        if (FREED.compareAndSet(this, false, true)) arena.close();
    }

    private MemorySegment pop() {
        for (long seen; (seen = top) << 32 != NONE << 32; ) {
            var slabs = this.slabs; // after top: knows the chunk
            int number = (int) seen;
            if (TOP.compareAndSet(this, seen, stamped(seen, slabs.below(number)))) return slabs.chunk(number);
        }
        return null;
    }

    private void push(int number) {
        var slabs = this.slabs;
        long seen;
        do {
            seen = top;
            slabs.below(number, (int) seen);
        } while (!TOP.compareAndSet(this, seen, stamped(seen, number)));
    }

    private static long stamped(long seen, int number) {
        return (seen >>> 32) + 1 << 32 | number & NONE;
    }

    /**
     * Gets a slab from the system, frees all of its chunks but one and answers that. Slabs double until they are
     * full-sized.
     */
    private MemorySegment fetch() {
        int seen;
        int count;
        do {
            seen = reserved;
            count = Math.min(Math.clamp(seen, FIRST_SLAB_CHUNKS, SLAB_CHUNKS), limit - seen);
            if (count == 0) return pop();
        } while (!RESERVED.compareAndSet(this, seen, seen + count));
        MemorySegment memory;
        try {
            memory = arena.allocate((long) count * CHUNK_BYTES, 64);
        } catch (OutOfMemoryError e) { // of native memory: a limit that came earlier than ours
            refused = true;
            RESERVED.getAndAdd(this, -count);
            return null;
        }
        var chunks = new MemorySegment[count];
        for (int i = 0; i < count; i++) chunks[i] = memory.asSlice((long) i * CHUNK_BYTES, CHUNK_BYTES);
        var slab = new Slab(memory.address(), chunks, new int[count]);
        Slabs known;
        do {
            known = slabs;
        } while (!SLABS.compareAndSet(this, known, known.with(slab)));
        for (int i = count - 1; i > 0; i--) push(known.slabs.length << SLAB_BITS | i);
        return chunks[0];
    }
}
