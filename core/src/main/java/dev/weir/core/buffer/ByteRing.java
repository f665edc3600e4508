package dev.weir.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded queue of records of any length between one producer and one consumer, who may be on two threads. Records
 * lie in one piece; the producer writes and the consumer reads them in place.
 *
 * <pre>
 *  producer: at = reserve(length); write to memory() at at; publish(length, meta)
 *  consumer: at = next(); length(), meta(), read from memory() at at; free(), which gives the place back
 * </pre>
 *
 * <p>Each of them closes its end; the memory is given back when both have.
 */
public final class ByteRing {
    private static final int HEADER_BYTES = 16; // length, meta
    private static final int ALIGNMENT = 16;
    private static final int SKIP = -1; // a length: nothing more before the end of the memory
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;
    private static final VarHandle WANTED;
    private static final VarHandle CLOSED;
    private static final int PRODUCER = 1;
    private static final int CONSUMER = 2;

    static {
        try {
            var lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(ByteRing.class, "head", long.class);
            TAIL = lookup.findVarHandle(ByteRing.class, "tail", long.class);
            WANTED = lookup.findVarHandle(ByteRing.class, "wanted", boolean.class);
            CLOSED = lookup.findVarHandle(ByteRing.class, "closed", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final long size;
    private volatile int closed; // which ends
    private long head; // bytes freed so far; written by the consumer
    private long tail; // bytes published so far; written by the producer
    private boolean wanted; // the producer found no room
    private long reserved; // producer: where the reserved record begins, counted like tail
    private long knownHead; // producer: an old head, so that the consumer's cache line is left alone
    private long current; // consumer: where the record of next() begins, counted like head

    /**
     * @param bytes 64 bytes..1 GiB, rounded up to a power of two
     * @param largestRecord the ring gets larger than {@code bytes} if this does not fit four times
     */
    public ByteRing(int bytes, int largestRecord) {
        if (bytes < 64 || bytes > 1 << 30) throw new IllegalArgumentException("bytes must be 64..2^30, not " + bytes);
        long least = Math.max(bytes, 4 * (HEADER_BYTES + roundUp(largestRecord)));
        this.size = Long.highestOneBit(least - 1) << 1;
        this.memory = arena.allocate(size, ALIGNMENT);
    }

    public MemorySegment memory() {
        return memory;
    }

    /**
     * Producer: where to write a record of this length, or -1 without room.
     *
     * <p>The room may not be in one piece, so a record of up to a quarter of the ring fits for certain only once half
     * of it is free; {@link #freedWanted} tells when, after a refusal.
     */
    public long reserve(int length) {
        long needed = HEADER_BYTES + roundUp(length);
        long at = tail & size - 1;
        long skipped = at + needed > size ? size - at : 0;
        if (!hasRoom(tail + skipped + needed)) {
            WANTED.setVolatile(this, true); // before the look: we see the room, or the consumer the wish
            if (!hasRoom(tail + skipped + needed)) return -1;
        }
        if (skipped != 0) memory.set(ValueLayout.JAVA_INT, at, SKIP);
        reserved = tail + skipped;
        return (reserved & size - 1) + HEADER_BYTES;
    }

    /** Producer: hands over the record that was reserved, with a number for the consumer. */
    public void publish(int length, int meta) {
        long at = reserved & size - 1;
        memory.set(ValueLayout.JAVA_INT, at, length);
        memory.set(ValueLayout.JAVA_INT, at + 4, meta);
        TAIL.setRelease(this, reserved + HEADER_BYTES + roundUp(length));
    }

    /** Consumer: where the oldest record begins, or -1 if there is none. */
    public long next() {
        long end = (long) TAIL.getAcquire(this);
        if (head == end) return -1;
        current = head;
        if (memory.get(ValueLayout.JAVA_INT, current & size - 1) == SKIP) current += size - (current & size - 1);
        return (current & size - 1) + HEADER_BYTES;
    }

    /** Consumer: of the record of {@link #next}. */
    public int length() {
        return memory.get(ValueLayout.JAVA_INT, current & size - 1);
    }

    /** Consumer: the number that came with the record of {@link #next}. */
    public int meta() {
        return memory.get(ValueLayout.JAVA_INT, (current & size - 1) + 4);
    }

    /** Consumer: done with the record of {@link #next}. */
    public void free() {
        HEAD.setVolatile(this, current + HEADER_BYTES + roundUp(length()));
    }

    /** Consumer, after {@link #free}: true once if the producer found no room and at least half of it is free now. */
    public boolean freedWanted() {
        return (boolean) WANTED.getVolatile(this)
                && (long) TAIL.getAcquire(this) - head <= size / 2
                && WANTED.compareAndSet(this, true, false);
    }

    /** Producer: reserves and publishes no more. What is published can still be read. */
    public void closeProducer() {
        close(PRODUCER);
    }

    /** Consumer: reads no more, not even what it was pointed at. */
    public void closeConsumer() {
        close(CONSUMER);
    }

    /** Nobody will read what is published. */
    public boolean isConsumerClosed() {
        return (closed & CONSUMER) != 0;
    }

    private void close(int end) {
        int before = (int) CLOSED.getAndBitwiseOr(this, end);
        if (before != 0 && (before & end) == 0) arena.close();
    }

    /** Bytes in use, headers included; exact for the two of them, a guess for others. */
    public long used() {
        return (long) TAIL.getAcquire(this) - (long) HEAD.getAcquire(this);
    }

    private boolean hasRoom(long newTail) {
        if (newTail - knownHead <= size) return true;
        knownHead = (long) HEAD.getVolatile(this);
        return newTail - knownHead <= size;
    }

    private static long roundUp(int length) {
        return length + ALIGNMENT - 1L & -ALIGNMENT;
    }
}
