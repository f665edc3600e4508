package dev.weir.core.ip;

import dev.weir.core.link.Frame;
import dev.weir.core.link.OutgoingPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/** Packets on the way from a stack to itself: copies, in order, within a bound on their memory. */
final class LoopbackQueue {
    private static final int SMALL_BYTES = 2048;
    private static final int LARGE_BYTES = 65536;
    private static final int KEPT = 16; // free blocks per size; more go to the garbage collector

    private record Block(MemorySegment memory, int length, boolean checksumUnfinished, int segmentSize) {}

    private final int limitBytes;
    private final ArrayDeque<Block> waiting = new ArrayDeque<>();
    private final ArrayDeque<MemorySegment> small = new ArrayDeque<>();
    private final ArrayDeque<MemorySegment> large = new ArrayDeque<>();
    private MemorySegment lent; // what the last receive handed out
    private int heldBytes;

    LoopbackQueue(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** False, and nothing taken, if the queue is full. */
    boolean add(OutgoingPacket packet) {
        int size = packet.length() <= SMALL_BYTES ? SMALL_BYTES : LARGE_BYTES;
        if (heldBytes + size > limitBytes) return false;
        MemorySegment memory = free(size).poll();
        if (memory == null) memory = Arena.ofAuto().allocate(size, 8);
        packet.copyTo(memory, 0);
        waiting.add(new Block(memory, packet.length(), packet.isChecksumUnfinished(), packet.segmentSize()));
        heldBytes += size;
        return true;
    }

    /** Points {@code frame} at the next packet, valid until the next call. */
    boolean receive(Frame frame) {
        giveBack();
        Block block = waiting.poll();
        if (block == null) return false;
        lent = block.memory;
        frame.set(block.memory, 0, block.length).segmentSize(block.segmentSize);
        if (block.checksumUnfinished) frame.checksumUnfinished();
        return true;
    }

    private void giveBack() {
        if (lent == null) return;
        int size = (int) lent.byteSize();
        heldBytes -= size;
        if (free(size).size() < KEPT) free(size).push(lent);
        lent = null;
    }

    private ArrayDeque<MemorySegment> free(int size) {
        return size == SMALL_BYTES ? small : large;
    }
}
