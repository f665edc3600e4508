package dev.weir.wire;

import static dev.weir.wire.Octets.read8;

import java.lang.foreign.MemorySegment;

/**
 * Walks all options of a header in order, known or not, END and NOP included.
 *
 * <pre>{@code
 * var option = new TcpOptionCursor(segment, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(segment, o));
 * while (option.next()) use(option.kind(), option.offset(), option.length());
 * }</pre>
 *
 * <p>It ends after END, at the end of the options, or at an option of illegal length (0, 1, or beyond the end); only
 * the last is {@link #malformed()}.
 */
public final class TcpOptionCursor {
    private final MemorySegment s;
    private final long end;
    private long offset;
    private int length;
    private int kind = TcpOption.NOP;
    private boolean malformed;

    /** Options of {@code length} bytes at {@code o}. */
    public TcpOptionCursor(MemorySegment s, long o, int length) {
        this.s = s;
        this.offset = o;
        this.end = o + length;
    }

    /** Moves to the next option; false when there is none. */
    public boolean next() {
        if (kind == TcpOption.END || malformed || offset + length >= end) return false;
        offset += length;
        kind = read8(s, offset);
        length = lengthAt(s, offset, end);
        malformed = length == 0;
        return !malformed;
    }

    public int kind() {
        return kind;
    }

    /** Where the kind byte of this option stands. */
    public long offset() {
        return offset;
    }

    /** Bytes of this option, kind and length byte included. */
    public int length() {
        return length;
    }

    /** Whether the walk ended at an option of illegal length; kind and offset are then those of that option. */
    public boolean malformed() {
        return malformed;
    }

    /** Bytes of the option at {@code offset} (below {@code end}), or 0 if its length is illegal. */
    static int lengthAt(MemorySegment s, long offset, long end) {
        if (read8(s, offset) <= TcpOption.NOP) return 1;
        if (offset + 2 > end) return 0;
        int length = read8(s, offset + 1);
        return length < 2 || offset + length > end ? 0 : length;
    }
}
