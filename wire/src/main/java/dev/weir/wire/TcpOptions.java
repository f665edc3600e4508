package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read32;
import static dev.weir.wire.Octets.read8;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The options of one TCP header that a stack acts upon. {@link TcpOptionCursor} shows all of them.
 *
 * <p><em>Policy of the parser</em> (RFC 9293 3.2, MUST-6 and MUST-7, and what Linux does): an unknown option is
 * passed over by its length; a known one of the wrong length is passed over too; of an option that occurs twice the
 * last counts; after END nothing is read; an illegal length (0, 1, or beyond the end) ends the reading, and what was
 * read before it counts. No input throws. Values are as on the wire: a window scale above 14 or an MSS of 0 is the
 * reader's to judge.
 *
 * @param mss largest segment that the sender of this option accepts, bytes without options; -1 absent
 * @param windowScale shift count; -1 absent
 * @param sackPermitted whether SACK may be sent to the sender of this option
 * @param hasTimestamps whether {@code tsVal} and {@code tsEcr} were there
 * @param sackEdges left, right, left, right ... as sequence numbers on the wire; shared and empty when there are none;
 *     not to be modified
 * @param fastOpen RFC 7413; counts only where SYN is set
 * @param accurateEcn RFC 9768
 * @spec https://www.rfc-editor.org/rfc/rfc9293 RFC 9293, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc7323 RFC 7323, sections 2.2 and 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc2018 RFC 2018, sections 2 and 3
 */
public record TcpOptions(
        int mss, int windowScale, boolean sackPermitted, boolean hasTimestamps, int tsVal, int tsEcr,
        int[] sackEdges, FastOpenOption fastOpen, AccurateEcnOption accurateEcn) {
    /** The value of {@code mss} and {@code windowScale} when the option is not there. */
    public static final int ABSENT = -1;

    private static final int[] NO_EDGES = {};
    private static final int NOP_NOP_TIMESTAMPS =
            TcpOption.NOP << 24 | TcpOption.NOP << 16 | TcpOption.TIMESTAMPS << 8 | TcpOption.TIMESTAMPS_LENGTH;

    /** No option at all. */
    public static final TcpOptions NONE = new TcpOptions(ABSENT, ABSENT, false, false, 0, 0, NO_EDGES);

    /** Without Accurate ECN. */
    public TcpOptions(int mss, int windowScale, boolean sackPermitted, boolean hasTimestamps, int tsVal, int tsEcr,
            int[] sackEdges, FastOpenOption fastOpen) {
        this(mss, windowScale, sackPermitted, hasTimestamps, tsVal, tsEcr, sackEdges, fastOpen,
                AccurateEcnOption.ABSENT);
    }

    /** Without Fast Open and Accurate ECN. */
    public TcpOptions(int mss, int windowScale, boolean sackPermitted, boolean hasTimestamps, int tsVal, int tsEcr,
            int[] sackEdges) {
        this(mss, windowScale, sackPermitted, hasTimestamps, tsVal, tsEcr, sackEdges, FastOpenOption.ABSENT);
    }

    public TcpOptions withFastOpen(FastOpenOption fastOpen) {
        return new TcpOptions(mss, windowScale, sackPermitted, hasTimestamps, tsVal, tsEcr, sackEdges, fastOpen,
                accurateEcn);
    }

    public TcpOptions withAccurateEcn(AccurateEcnOption accurateEcn) {
        return new TcpOptions(mss, windowScale, sackPermitted, hasTimestamps, tsVal, tsEcr, sackEdges, fastOpen,
                accurateEcn);
    }

    /** Reads options of {@code length} bytes at {@code o}. */
    public static TcpOptions parse(MemorySegment s, long o, int length) {
        if (length <= 0) return NONE;
        if (length == TcpOption.TIMESTAMPS_LENGTH + 2 && read32(s, o) == NOP_NOP_TIMESTAMPS) {
            return new TcpOptions(ABSENT, ABSENT, false, true, read32(s, o + 4), read32(s, o + 8), NO_EDGES);
        }
        int mss = ABSENT;
        int windowScale = ABSENT;
        boolean sackPermitted = false;
        boolean hasTimestamps = false;
        int tsVal = 0;
        int tsEcr = 0;
        int[] sackEdges = NO_EDGES;
        var fastOpen = FastOpenOption.ABSENT;
        var accurateEcn = AccurateEcnOption.ABSENT;
        long end = o + length;
        int optionLength;
        for (long at = o; at < end; at += optionLength) {
            int kind = read8(s, at);
            optionLength = TcpOptionCursor.lengthAt(s, at, end);
            if (kind == TcpOption.END || optionLength == 0) break;
            switch (kind) {
                case TcpOption.MSS -> {
                    if (optionLength == TcpOption.MSS_LENGTH) mss = read16(s, at + 2);
                }
                case TcpOption.WINDOW_SCALE -> {
                    if (optionLength == TcpOption.WINDOW_SCALE_LENGTH) windowScale = read8(s, at + 2);
                }
                case TcpOption.SACK_PERMITTED -> sackPermitted |= optionLength == TcpOption.SACK_PERMITTED_LENGTH;
                case TcpOption.TIMESTAMPS -> {
                    if (optionLength == TcpOption.TIMESTAMPS_LENGTH) {
                        hasTimestamps = true;
                        tsVal = read32(s, at + 2);
                        tsEcr = read32(s, at + 6);
                    }
                }
                case TcpOption.SACK -> {
                    int blocks = (optionLength - TcpOption.SACK_HEADER_LENGTH) / TcpOption.SACK_BLOCK_LENGTH;
                    if (blocks > 0
                            && optionLength == TcpOption.SACK_HEADER_LENGTH + blocks * TcpOption.SACK_BLOCK_LENGTH) {
                        sackEdges = edges(s, at + TcpOption.SACK_HEADER_LENGTH, 2 * blocks);
                    }
                }
                case TcpOption.FAST_OPEN, TcpOption.EXPERIMENT_2 -> {
                    var option = FastOpenOption.parse(s, at, kind, optionLength);
                    if (!option.isAbsent()) fastOpen = option;
                }
                case TcpOption.ACCURATE_ECN_0, TcpOption.ACCURATE_ECN_1 -> {
                    var option = AccurateEcnOption.parse(s, at, kind, optionLength);
                    if (!option.isAbsent()) accurateEcn = option;
                }
                default -> { } // NOP, and what this stack does not know
            }
        }
        return new TcpOptions(mss, windowScale, sackPermitted, hasTimestamps, tsVal, tsEcr, sackEdges, fastOpen,
                accurateEcn);
    }

    private static int[] edges(MemorySegment s, long o, int count) {
        int[] edges = new int[count];
        for (int i = 0; i < count; i++) edges[i] = read32(s, o + 4L * i);
        return edges;
    }

    /** Where the first option of this kind stands in options of {@code length} bytes at {@code o}, or -1. */
    public static long find(MemorySegment s, long o, int length, int kind) {
        var option = new TcpOptionCursor(s, o, length);
        while (option.next()) {
            if (option.kind() == kind) return option.offset();
        }
        return -1;
    }

    /** All options as tcpdump writes them, such as {@code mss 1460,nop,wscale 7,sackOK}; empty without any. */
    public static String describe(MemorySegment s, long o, int length) {
        var text = new StringJoiner(",");
        var option = new TcpOptionCursor(s, o, length);
        while (option.next()) text.add(describe(s, option));
        if (option.malformed()) text.add("bad " + TcpOption.name(option.kind()));
        return text.toString();
    }

    private static String describe(MemorySegment s, TcpOptionCursor option) {
        String name = TcpOption.name(option.kind());
        long value = option.offset() + 2;
        int valueLength = option.length() - 2;
        if (option.kind() == TcpOption.MSS && valueLength == 2) return name + " " + read16(s, value);
        if (option.kind() == TcpOption.WINDOW_SCALE && valueLength == 1) return name + " " + read8(s, value);
        if (option.kind() == TcpOption.TIMESTAMPS && valueLength == 8) {
            return name + " val " + Integer.toUnsignedString(read32(s, value))
                    + " ecr " + Integer.toUnsignedString(read32(s, value + 4));
        }
        var text = new StringBuilder(name);
        if (option.kind() == TcpOption.SACK && valueLength > 0 && valueLength % TcpOption.SACK_BLOCK_LENGTH == 0) {
            text.append(' ').append(valueLength / TcpOption.SACK_BLOCK_LENGTH).append(' ');
            for (int i = 0; i < valueLength; i += TcpOption.SACK_BLOCK_LENGTH) {
                text.append('{').append(Integer.toUnsignedString(read32(s, value + i)))
                        .append(':').append(Integer.toUnsignedString(read32(s, value + i + 4))).append('}');
            }
        } else if (valueLength > 0) {
            text.append(" 0x");
            for (int i = 0; i < valueLength; i++) {
                int octet = read8(s, value + i);
                text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TcpOptions that
                && mss == that.mss && windowScale == that.windowScale && sackPermitted == that.sackPermitted
                && hasTimestamps == that.hasTimestamps && tsVal == that.tsVal && tsEcr == that.tsEcr
                && Arrays.equals(sackEdges, that.sackEdges) && fastOpen.equals(that.fastOpen)
                && accurateEcn.equals(that.accurateEcn);
    }

    @Override
    public int hashCode() {
        int hash = 31 * (31 * mss + windowScale) + (sackPermitted ? 1 : 0) + (hasTimestamps ? 2 : 0);
        hash = 31 * (31 * (31 * hash + tsVal) + tsEcr) + Arrays.hashCode(sackEdges);
        return 31 * (31 * hash + fastOpen.hashCode()) + accurateEcn.hashCode();
    }

    @Override
    public String toString() {
        var text = new StringJoiner(",", "<", ">");
        if (mss != ABSENT) text.add("mss " + mss);
        if (sackPermitted) text.add("sackOK");
        if (hasTimestamps) {
            text.add("TS val " + Integer.toUnsignedString(tsVal) + " ecr " + Integer.toUnsignedString(tsEcr));
        }
        if (windowScale != ABSENT) text.add("wscale " + windowScale);
        if (sackEdges.length > 0) {
            var blocks = new StringBuilder("sack ").append(sackEdges.length / 2).append(' ');
            for (int i = 0; i + 1 < sackEdges.length; i += 2) {
                blocks.append('{').append(Integer.toUnsignedString(sackEdges[i])).append(':')
                        .append(Integer.toUnsignedString(sackEdges[i + 1])).append('}');
            }
            text.add(blocks);
        }
        if (!fastOpen.isAbsent()) text.add(fastOpen.toString());
        if (!accurateEcn.isAbsent()) text.add(accurateEcn.toString());
        return text.toString();
    }
}
