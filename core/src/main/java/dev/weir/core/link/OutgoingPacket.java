package dev.weir.core.link;

import dev.weir.core.buffer.Slices;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A packet to be sent: headers in the stack's scratch, payload as slices of the send buffer's chunks.
 *
 * <p>One object per stack is reused for every packet, so that sending makes no garbage; a link reads it during
 * {@link Link#send} only. The header is an IP header with its final checksum, followed by the transport header.
 */
public final class OutgoingPacket implements Slices {
    /** IPv6 with extension headers, TCP with all options, and an ICMP error with its quoted packet. */
    public static final int HEADER_CAPACITY = 2048;

    private final MemorySegment header;
    private int headerLength;
    private MemorySegment[] chunks = new MemorySegment[8];
    private long[] offsets = new long[8];
    private int[] lengths = new int[8];
    private int slices;
    private int payloadLength;
    private int segmentSize;
    private boolean checksumUnfinished;
    private int transportOffset;
    private int transportHeaderLength;

    /** Scratch for headers is taken from {@code arena}, whose life bounds this object's. */
    public OutgoingPacket(Arena arena) {
        this.header = arena.allocate(HEADER_CAPACITY, 8);
    }

    /** Forgets the last packet. */
    public OutgoingPacket clear() {
        Arrays.fill(chunks, 0, slices, null);
        headerLength = 0;
        slices = 0;
        payloadLength = 0;
        segmentSize = 0;
        checksumUnfinished = false;
        transportOffset = 0;
        transportHeaderLength = 0;
        return this;
    }

    /** Adds payload behind what is there; empty slices are left out. */
    @Override
    public void append(MemorySegment chunk, long offset, int length) {
        if (length == 0) return;
        if (slices == chunks.length) {
            chunks = Arrays.copyOf(chunks, slices * 2);
            offsets = Arrays.copyOf(offsets, slices * 2);
            lengths = Arrays.copyOf(lengths, slices * 2);
        }
        chunks[slices] = chunk;
        offsets[slices] = offset;
        lengths[slices++] = length;
        payloadLength += length;
    }

    /** Fixes the layout once the headers are written: IP header first, transport header behind it. */
    public void headers(int ipHeaderLength, int transportHeaderLength) {
        this.transportOffset = ipHeaderLength;
        this.transportHeaderLength = transportHeaderLength;
        this.headerLength = ipHeaderLength + transportHeaderLength;
    }

    /** The link must cut the payload into segments of this size (the last may be shorter). */
    public void segmentSize(int bytes) {
        this.segmentSize = bytes;
    }

    /** The transport checksum field holds only the folded, not inverted sum of the pseudo header. */
    public void checksumUnfinished() {
        this.checksumUnfinished = true;
    }

    public MemorySegment header() {
        return header;
    }

    public int headerLength() {
        return headerLength;
    }

    public int transportOffset() {
        return transportOffset;
    }

    public int transportHeaderLength() {
        return transportHeaderLength;
    }

    public int slices() {
        return slices;
    }

    public MemorySegment chunk(int slice) {
        return chunks[slice];
    }

    public long offset(int slice) {
        return offsets[slice];
    }

    public int length(int slice) {
        return lengths[slice];
    }

    public int payloadLength() {
        return payloadLength;
    }

    /** Bytes of the whole packet. */
    public int length() {
        return headerLength + payloadLength;
    }

    /** Payload bytes per segment of a super-packet; 0 for an ordinary packet. */
    public int segmentSize() {
        return segmentSize;
    }

    public boolean isChecksumUnfinished() {
        return checksumUnfinished;
    }

    /** Copies the whole packet to {@code target}, which must have room for {@link #length()} bytes. */
    public void copyTo(MemorySegment target, long offset) {
        MemorySegment.copy(header, 0, target, offset, headerLength);
        long at = offset + headerLength;
        for (int i = 0; i < slices; i++) {
            MemorySegment.copy(chunks[i], offsets[i], target, at, lengths[i]);
            at += lengths[i];
        }
    }
}
