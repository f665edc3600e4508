package dev.weir.core.tcp;

import dev.weir.core.buffer.ChunkPool;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Connections whose writer found room in its buffer, but no memory: others of the stack hold it all. First come, first
 * served. Memory comes back inside turns, or by a thread that rings afterwards; so the end of each turn looks here.
 *
 * <p>Inside turns, except {@link #isWaitedFor}.
 */
final class MemoryQueue {
    private final ChunkPool pool;
    private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
    private volatile boolean waitedFor;

    MemoryQueue(ChunkPool pool) {
        this.pool = pool;
    }

    /** Any thread: whoever gives memory back must ring. */
    boolean isWaitedFor() {
        return waitedFor;
    }

    /** False if there is memory by now. */
    boolean add(Connection connection) {
        waitedFor = true; // before the look: what is given back from here on is announced
        if (pool.mayTakeToSend()) {
            waitedFor = !waiting.isEmpty();
            return false;
        }
        waiting.add(connection);
        return true;
    }

    /** Wakes as many writers as there are chunks; each of them writes, closes or comes back, which takes a turn. */
    void serve(Consumer<Object> wake) {
        if (waiting.isEmpty() || !pool.mayTakeToSend()) return;
        for (long chunks = pool.freeToSendBytes() / ChunkPool.CHUNK_BYTES; chunks > 0 && !waiting.isEmpty(); chunks--) {
            var connection = waiting.remove();
            if (connection.isOutputOver()) chunks++; // its writer has left
            connection.memoryReturned(wake);
        }
        waitedFor = !waiting.isEmpty();
    }
}
