package dev.weir.wire.pcap;

import java.lang.foreign.MemorySegment;

/** Where a {@link CaptureDecoder} pulls its bytes from. What it throws passes through the decoder unchanged. */
@FunctionalInterface
public interface ByteSource {
    /**
     * Fills a part of {@code target}, from its start.
     *
     * @return how many bytes, at least 1, or a negative number when there are no more
     */
    int read(MemorySegment target);
}
