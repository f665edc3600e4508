package dev.weir.core.ip;

import dev.weir.core.event.DropReason;
import java.lang.foreign.MemorySegment;
import java.util.TreeMap;

/** One packet whose fragments are arriving: what is there, in copies of their exact size. */
final class Reassembly {
    /** What a fragment costs besides its bytes, so that tiny ones are limited too. */
    static final int OVERHEAD_BYTES = 96;

    private static final int MAXIMUM_PACKET = 65535;
    private static final int CE = 3;

    final long deadline;
    private final TreeMap<Integer, byte[]> parts = new TreeMap<>(); // by offset
    private MemorySegment header = MemorySegment.NULL; // of the first fragment, up to where its data begin
    private int nextHeaderOffset; // IPv6: the field that named the fragment header
    private int protocol; // IPv6: of the fragmentable part
    private int total = -1; // bytes of the fragmentable part, once its last fragment was seen
    private int received;
    private int held;
    private int ecnSeen; // one bit per ECN codepoint
    private DropReason spoilt = DropReason.NONE;

    Reassembly(long deadline) {
        this.deadline = deadline;
    }

    /** Memory that counts against the limit. */
    int heldBytes() {
        return held;
    }

    boolean hasFirst() {
        return header.byteSize() > 0;
    }

    boolean isComplete() {
        return received == total && hasFirst();
    }

    /**
     * Takes one fragment. Fragments that overlap or contradict each other spoil the packet, and all that will still
     * come of it until its deadline (RFC 5722 section 4; for IPv4 RFC 791 would let the later one win, which is how
     * filters are evaded). An exact copy is harmless (RFC 8200 section 4.5).
     */
    DropReason add(int offset, boolean more, MemorySegment s, long dataOffset, int length, int ecn) {
        if (isSpoilt()) return spoilt;
        int end = offset + length;
        byte[] same = parts.get(offset);
        if (same != null && same.length == length && (more ? end != total : end == total)
                && s.asSlice(dataOffset, length).mismatch(MemorySegment.ofArray(same)) < 0) {
            return DropReason.DUPLICATE_DATA;
        }
        var below = parts.lowerEntry(offset);
        var above = parts.ceilingEntry(offset);
        if (below != null && below.getKey() + below.getValue().length > offset
                || above != null && above.getKey() < end) {
            return spoil(DropReason.FRAGMENT_OVERLAP);
        }
        int last = parts.isEmpty() ? 0 : parts.lastKey() + parts.lastEntry().getValue().length;
        if (total >= 0 ? !more || end > total : !more && last > end) return spoil(DropReason.FRAGMENT_MALFORMED);
        byte[] part = new byte[length];
        MemorySegment.copy(s, dataOffset, MemorySegment.ofArray(part), 0, length);
        parts.put(offset, part);
        if (!more) total = end;
        received += length;
        held += length + OVERHEAD_BYTES;
        ecnSeen |= 1 << ecn;
        return DropReason.NONE;
    }

    /** Remembers the header of the fragment at offset 0: it becomes that of the packet. */
    void first(MemorySegment s, long o, int headerLength, int nextHeaderOffset, int protocol) {
        header = MemorySegment.ofArray(new byte[headerLength]).copyFrom(s.asSlice(o, headerLength));
        this.nextHeaderOffset = nextHeaderOffset;
        this.protocol = protocol;
        held += headerLength;
    }

    DropReason spoil(DropReason reason) {
        spoilt = reason;
        parts.clear();
        header = MemorySegment.NULL;
        held = 0;
        return reason;
    }

    /**
     * RFC 3168 5.3: one CE mark marks the packet, unless another fragment says that the transport knows no ECN; that
     * cannot be told apart from a forgery.
     *
     * @return the ECN field of the whole; negative where the packet must be dropped
     */
    int ecn(int ofFirst) {
        if ((ecnSeen & 1 << CE) == 0) return ofFirst;
        return (ecnSeen & 1) != 0 ? -1 : CE;
    }

    int nextHeaderOffset() {
        return nextHeaderOffset;
    }

    int protocol() {
        return protocol;
    }

    /** The header of the first fragment, up to where its data begin. */
    MemorySegment header() {
        return header;
    }

    /** It awaits only its deadline, so that what still arrives of it is not taken for a new packet. */
    boolean isSpoilt() {
        return spoilt != DropReason.NONE;
    }

    /** Bytes of the fragmentable part of a complete packet. */
    int total() {
        return total;
    }

    /** Whether header (of which {@code left} bytes stay out) and data fit into one packet. */
    boolean fits(int left) {
        return header.byteSize() - left + total <= MAXIMUM_PACKET;
    }

    /** Writes the first {@code headerBytes} of the header, then all data in order; answers the bytes written. */
    int copyTo(MemorySegment target, int headerBytes) {
        MemorySegment.copy(header, 0, target, 0, headerBytes);
        int at = headerBytes;
        for (byte[] part : parts.values()) {
            MemorySegment.copy(MemorySegment.ofArray(part), 0, target, at, part.length);
            at += part.length;
        }
        return at;
    }

    /** Writes the first fragment as it came, without what follows it; answers the bytes written. */
    int copyFirstTo(MemorySegment target) {
        byte[] part = parts.get(0);
        MemorySegment.copy(header, 0, target, 0, header.byteSize());
        MemorySegment.copy(MemorySegment.ofArray(part), 0, target, header.byteSize(), part.length);
        return (int) header.byteSize() + part.length;
    }
}
