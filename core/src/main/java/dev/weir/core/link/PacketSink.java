package dev.weir.core.link;

import java.lang.foreign.MemorySegment;

/**
 * Sees the packets that pass a {@link CapturedLink}. Called inside the turn: it must not block, and copies what it
 * wants to keep.
 */
@FunctionalInterface
public interface PacketSink {
    /**
     * @param outbound whether the stack sent it
     * @param at the engine's {@code now}, nanoseconds
     * @param bytes valid during the call, not to be modified
     * @param offset where the IP header begins
     * @param length bytes of the packet; checksums are finished, a super-packet is given whole
     */
    void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length);
}
