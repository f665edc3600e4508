package dev.weir.core.link;

import java.lang.foreign.MemorySegment;

/**
 * A received packet, contiguous and borrowed: the IP header is at {@link #offset()}.
 *
 * <p>The link that fills it owns the bytes until its next {@code receive}. The stack may write into them (a checksum
 * being finished), never beyond {@link #length()}.
 */
public final class Frame {
    private MemorySegment segment = MemorySegment.NULL;
    private long offset;
    private int length;
    private boolean checksumUnfinished;
    private boolean checksumTrusted;
    private int segmentSize;

    /** A complete packet whose checksums are all on the wire. */
    public Frame set(MemorySegment segment, long offset, int length) {
        this.segment = segment;
        this.offset = offset;
        this.length = length;
        this.checksumUnfinished = false;
        this.checksumTrusted = false;
        this.segmentSize = 0;
        return this;
    }

    /** The TCP or UDP checksum field holds only the folded sum of the pseudo header: do not verify it, finish it before passing on. */
    public Frame checksumUnfinished() {
        this.checksumUnfinished = true;
        return this;
    }

    /** The link has verified the transport checksum. */
    public Frame checksumTrusted() {
        this.checksumTrusted = true;
        return this;
    }

    /** The packet stands for several segments of this payload size; 0 for an ordinary one. */
    public Frame segmentSize(int bytes) {
        this.segmentSize = bytes;
        return this;
    }

    public MemorySegment segment() {
        return segment;
    }

    public long offset() {
        return offset;
    }

    /** Bytes of the packet, 0..65535. */
    public int length() {
        return length;
    }

    public boolean isChecksumUnfinished() {
        return checksumUnfinished;
    }

    /** True where verifying the transport checksum would be wrong or wasted. */
    public boolean needsNoVerification() {
        return checksumUnfinished || checksumTrusted;
    }

    public int segmentSize() {
        return segmentSize;
    }
}
