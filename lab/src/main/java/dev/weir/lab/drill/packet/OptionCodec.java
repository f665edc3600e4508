package dev.weir.lab.drill.packet;

import dev.weir.lab.drill.script.OptionLine;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptionCursor;
import dev.weir.wire.TcpOptionWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** TCP options between the wire and the lists of scripts; numbers absolute. */
public final class OptionCodec {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final String FAST_OPEN_EXPERIMENT = HexFormat.of().toHexDigits((short) FastOpenOption.EXPERIMENT);

    private OptionCodec() {}

    /** As written; filled up with END to a multiple of four bytes. */
    static byte[] encode(List<OptionLine> options) {
        var bytes = new byte[256];
        var segment = MemorySegment.ofArray(bytes);
        long o = 0;
        for (var option : options) {
            o = switch (option) {
                case OptionLine.End _ -> {
                    bytes[(int) o] = TcpOption.END;
                    yield o + 1;
                }
                case OptionLine.Nop _ -> TcpOptionWriter.nop(segment, o);
                case OptionLine.Mss mss -> TcpOptionWriter.mss(segment, o, mss.bytes());
                case OptionLine.WindowScale scale -> TcpOptionWriter.windowScale(segment, o, scale.shift());
                case OptionLine.SackPermitted _ -> TcpOptionWriter.sackPermitted(segment, o);
                case OptionLine.Sack sack -> TcpOptionWriter.sack(segment, o, edges(sack), sack.blocks().size());
                case OptionLine.Timestamps stamps ->
                    TcpOptionWriter.timestamps(segment, o, (int) stamps.value(), (int) stamps.echo());
                case OptionLine.FastOpen named -> {
                    MemorySegment.copy(named.bytes(), 0, segment, ValueLayout.JAVA_BYTE, o, named.bytes().length);
                    yield o + named.bytes().length;
                }
                case OptionLine.StackCookie _ ->
                    throw new IllegalStateException("a cookie whose addresses are not known");
                case OptionLine.Named named -> {
                    MemorySegment.copy(named.bytes(), 0, segment, ValueLayout.JAVA_BYTE, o, named.bytes().length);
                    yield o + named.bytes().length;
                }
                case OptionLine.Raw raw -> {
                    MemorySegment.copy(raw.bytes(), 0, segment, ValueLayout.JAVA_BYTE, o, raw.bytes().length);
                    yield o + raw.bytes().length;
                }
            };
        }
        int length = (int) TcpOptionWriter.endPadding(segment, o, 0);
        if (length > TcpOption.MAXIMUM_OPTIONS_LENGTH) {
            throw new IllegalArgumentException("options of " + length + " bytes: a header has room for "
                    + TcpOption.MAXIMUM_OPTIONS_LENGTH);
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int[] edges(OptionLine.Sack sack) {
        return sack.blocks().stream().flatMapToInt(block ->
                IntStream.of((int) block.left(), (int) block.right())).toArray();
    }

    /** @throws AssertionError for options that must not be sent: of illegal length, or not padded with zeros */
    static List<OptionLine> decode(MemorySegment segment, long o, int length) {
        var options = new ArrayList<OptionLine>();
        var cursor = new TcpOptionCursor(segment, o, length);
        while (cursor.next()) {
            options.add(option(segment, cursor));
            if (cursor.kind() != TcpOption.END) continue;
            for (long at = cursor.offset(); at < o + length; at++) {
                boolean zero = segment.get(ValueLayout.JAVA_BYTE, at) == 0;
                if (!zero) throw new AssertionError("options are not padded with zeros");
            }
        }
        if (cursor.malformed()) throw new AssertionError("an option of illegal length was sent, kind " + cursor.kind());
        return options;
    }

    private static OptionLine option(MemorySegment s, TcpOptionCursor cursor) {
        long value = cursor.offset() + 2;
        int length = cursor.length();
        if (!hasUsualLength(cursor.kind(), length)) return raw(s, cursor);
        return switch (cursor.kind()) {
            case TcpOption.END -> new OptionLine.End();
            case TcpOption.NOP -> new OptionLine.Nop();
            case TcpOption.MSS -> new OptionLine.Mss(s.get(SHORT, value) & 0xffff);
            case TcpOption.WINDOW_SCALE -> new OptionLine.WindowScale(s.get(ValueLayout.JAVA_BYTE, value) & 0xff);
            case TcpOption.SACK_PERMITTED -> new OptionLine.SackPermitted();
            case TcpOption.TIMESTAMPS -> new OptionLine.Timestamps(unsigned(s, value), unsigned(s, value + 4));
            case TcpOption.SACK -> {
                var blocks = new ArrayList<OptionLine.Block>();
                for (long at = value; at < cursor.offset() + length; at += TcpOption.SACK_BLOCK_LENGTH) {
                    blocks.add(new OptionLine.Block(unsigned(s, at), unsigned(s, at + 4)));
                }
                yield new OptionLine.Sack(blocks);
            }
            case TcpOption.FAST_OPEN -> OptionLine.FastOpen.of("FO", hex(s, cursor).substring(4));
            case TcpOption.EXPERIMENT_2 -> {
                String hex = hex(s, cursor);
                boolean isFastOpen = hex.startsWith(FAST_OPEN_EXPERIMENT, 4);
                yield isFastOpen ? OptionLine.FastOpen.of("FOEXP", hex.substring(8)) : new OptionLine.Raw(hex);
            }
            default -> raw(s, cursor);
        };
    }

    private static boolean hasUsualLength(int kind, int length) {
        return switch (kind) {
            case TcpOption.MSS -> length == TcpOption.MSS_LENGTH;
            case TcpOption.WINDOW_SCALE -> length == TcpOption.WINDOW_SCALE_LENGTH;
            case TcpOption.SACK_PERMITTED -> length == TcpOption.SACK_PERMITTED_LENGTH;
            case TcpOption.TIMESTAMPS -> length == TcpOption.TIMESTAMPS_LENGTH;
            case TcpOption.SACK -> length % TcpOption.SACK_BLOCK_LENGTH == TcpOption.SACK_HEADER_LENGTH;
            default -> true;
        };
    }

    private static OptionLine raw(MemorySegment s, TcpOptionCursor cursor) {
        return new OptionLine.Raw(hex(s, cursor));
    }

    private static String hex(MemorySegment s, TcpOptionCursor cursor) {
        return HexFormat.of().formatHex(s.asSlice(cursor.offset(), cursor.length()).toArray(ValueLayout.JAVA_BYTE));
    }

    private static long unsigned(MemorySegment s, long o) {
        return Integer.toUnsignedLong(s.get(INT, o));
    }
}
