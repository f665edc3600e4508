package dev.weir.core.buffer;

import java.lang.foreign.MemorySegment;

/** Takes bytes where they lie, piece by piece, in order. */
public interface Slices {
    void append(MemorySegment chunk, long offset, int length);
}
