package dev.weir.core.link;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Takes captured packets with what is known about them. */
@FunctionalInterface
public interface CapturedPacketConsumer {
    /**
     * As {@link PacketSink#packet}, one packet later.
     *
     * @param comments what the stack and the road did with this packet, each a line; unmodifiable, often empty
     */
    void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length, List<String> comments);
}
