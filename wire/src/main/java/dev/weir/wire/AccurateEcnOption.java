package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read8;
import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write8;

import java.lang.foreign.MemorySegment;

/**
 * The Accurate ECN option: how many bytes of payload have come with each codepoint, modulo 2^24. Two kinds differ in
 * the order of the three counters, and those at the end may be left out.
 *
 * @param ect1First order 1: ECT(1), CE, ECT(0); otherwise order 0: ECT(0), CE, ECT(1)
 * @param fields how many counters there are, 0..3; {@link TcpOptions#ABSENT} where there is no option
 * @param ect0Bytes 0..2^24-1; 0 where it is left out, likewise the others
 * @spec https://www.rfc-editor.org/rfc/rfc9768#section-3.2.3 RFC 9768, section 3.2.3
 */
public record AccurateEcnOption(boolean ect1First, int fields, int ect0Bytes, int ceBytes, int ect1Bytes) {
    /** No option. */
    public static final AccurateEcnOption ABSENT = new AccurateEcnOption(false, TcpOptions.ABSENT, 0, 0, 0);

    /** The counters are truncated to so many bits. */
    public static final int MASK = 0xffffff;

    private static final int HEADER_LENGTH = 2;
    private static final int FIELD_LENGTH = 3;
    private static final int MOST_FIELDS = 3;

    public boolean isAbsent() {
        return fields < 0;
    }

    /** Whether the counter of ECT(0) is there, which is the first or the last one. */
    public boolean hasEct0() {
        return fields == MOST_FIELDS || fields > 0 && !ect1First;
    }

    public boolean hasCe() {
        return fields > 1;
    }

    public boolean hasEct1() {
        return fields == MOST_FIELDS || fields > 0 && ect1First;
    }

    /** Bytes of an option with so many counters. */
    public static int lengthBytes(int fields) {
        return HEADER_LENGTH + FIELD_LENGTH * fields;
    }

    /** The option at {@code o}, or {@link #ABSENT} if it has no legal length. */
    static AccurateEcnOption parse(MemorySegment s, long o, int kind, int length) {
        int fields = (length - HEADER_LENGTH) / FIELD_LENGTH;
        if (length != lengthBytes(fields) || fields > MOST_FIELDS) return ABSENT;
        int first = fields > 0 ? read24(s, o + HEADER_LENGTH) : 0;
        int ce = fields > 1 ? read24(s, o + HEADER_LENGTH + FIELD_LENGTH) : 0;
        int last = fields > 2 ? read24(s, o + HEADER_LENGTH + 2 * FIELD_LENGTH) : 0;
        boolean ect1First = kind == TcpOption.ACCURATE_ECN_1;
        return new AccurateEcnOption(ect1First, fields, ect1First ? last : first, ce, ect1First ? first : last);
    }

    /** Writes the first {@code fields} counters, 1..3, of this order; answers the offset behind them. */
    static long write(MemorySegment s, long o, boolean ect1First, int fields, int ect0Bytes, int ceBytes,
            int ect1Bytes) {
        write8(s, o, ect1First ? TcpOption.ACCURATE_ECN_1 : TcpOption.ACCURATE_ECN_0);
        write8(s, o + 1, lengthBytes(fields));
        if (fields > 0) write24(s, o + HEADER_LENGTH, ect1First ? ect1Bytes : ect0Bytes);
        if (fields > 1) write24(s, o + HEADER_LENGTH + FIELD_LENGTH, ceBytes);
        if (fields > 2) write24(s, o + HEADER_LENGTH + 2 * FIELD_LENGTH, ect1First ? ect0Bytes : ect1Bytes);
        return o + lengthBytes(fields);
    }

    private static int read24(MemorySegment s, long o) {
        return read8(s, o) << 16 | read16(s, o + 1);
    }

    private static void write24(MemorySegment s, long o, int value) {
        write8(s, o, value >>> 16);
        write16(s, o + 1, value & 0xffff);
    }

    /** As packetdrill writes it: {@code ECN e1b 1 ceb 0 e0b 1}. */
    @Override
    public String toString() {
        if (isAbsent()) return "";
        String first = ect1First ? " e1b " + ect1Bytes : " e0b " + ect0Bytes;
        String last = ect1First ? " e0b " + ect0Bytes : " e1b " + ect1Bytes;
        return "ECN" + (fields > 0 ? first : "") + (fields > 1 ? " ceb " + ceBytes : "") + (fields > 2 ? last : "");
    }
}
