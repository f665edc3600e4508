package dev.weir.wire;

import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write32;
import static dev.weir.wire.Octets.write8;

import java.lang.foreign.MemorySegment;

/**
 * Writes TCP options one after the other: each method writes at {@code o} and returns the offset behind it. Order and
 * alignment are the caller's; {@link #endPadding} fills up to the 32-bit boundary that the data offset needs.
 */
public final class TcpOptionWriter {
    private TcpOptionWriter() {}

    public static long nop(MemorySegment s, long o) {
        write8(s, o, TcpOption.NOP);
        return o + 1;
    }

    public static long mss(MemorySegment s, long o, int mss) {
        header(s, o, TcpOption.MSS, TcpOption.MSS_LENGTH);
        write16(s, o + 2, mss);
        return o + TcpOption.MSS_LENGTH;
    }

    public static long windowScale(MemorySegment s, long o, int shift) {
        header(s, o, TcpOption.WINDOW_SCALE, TcpOption.WINDOW_SCALE_LENGTH);
        write8(s, o + 2, shift);
        return o + TcpOption.WINDOW_SCALE_LENGTH;
    }

    public static long sackPermitted(MemorySegment s, long o) {
        header(s, o, TcpOption.SACK_PERMITTED, TcpOption.SACK_PERMITTED_LENGTH);
        return o + TcpOption.SACK_PERMITTED_LENGTH;
    }

    public static long timestamps(MemorySegment s, long o, int tsVal, int tsEcr) {
        header(s, o, TcpOption.TIMESTAMPS, TcpOption.TIMESTAMPS_LENGTH);
        write32(s, o + 2, tsVal);
        write32(s, o + 6, tsEcr);
        return o + TcpOption.TIMESTAMPS_LENGTH;
    }

    /**
     * Writes the first {@code count} blocks of {@code edges} (left, right, left, right ...).
     *
     * @param count blocks, 1 to 4; 3 beside timestamps
     */
    public static long sack(MemorySegment s, long o, int[] edges, int count) {
        int length = TcpOption.SACK_HEADER_LENGTH + count * TcpOption.SACK_BLOCK_LENGTH;
        header(s, o, TcpOption.SACK, length);
        for (int i = 0; i < 2 * count; i++) write32(s, o + TcpOption.SACK_HEADER_LENGTH + 4L * i, edges[i]);
        return o + length;
    }

    /**
     * Writes the first counters of the Accurate ECN option.
     *
     * @param ect1First the order
     * @param fields how many counters, 1..3
     * @param ect0Bytes modulo 2^24, likewise the others
     */
    public static long accurateEcn(MemorySegment s, long o, boolean ect1First, int fields, int ect0Bytes, int ceBytes,
            int ect1Bytes) {
        return AccurateEcnOption.write(s, o, ect1First, fields, ect0Bytes, ceBytes, ect1Bytes);
    }

    /** Nothing, if it is absent. */
    public static long fastOpen(MemorySegment s, long o, FastOpenOption option) {
        return option.write(s, o);
    }

    /** Any option, known or not: kind, length and the bytes of {@code value}. */
    public static long option(MemorySegment s, long o, int kind, byte[] value) {
        header(s, o, kind, 2 + value.length);
        MemorySegment.copy(MemorySegment.ofArray(value), 0, s, o + 2, value.length);
        return o + 2 + value.length;
    }

    /** Fills with END up to a multiple of four bytes from {@code start}, the first byte of the options. */
    public static long endPadding(MemorySegment s, long o, long start) {
        while ((o - start & 3) != 0) write8(s, o++, TcpOption.END);
        return o;
    }

    private static void header(MemorySegment s, long o, int kind, int length) {
        write8(s, o, kind);
        write8(s, o + 1, length);
    }
}
