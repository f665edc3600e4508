package dev.weir.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Bytes written down in tests as hexadecimal digits with spaces. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s+", ""));
    }

    public static MemorySegment segment(String digits) {
        return MemorySegment.ofArray(bytes(digits));
    }

    /** A segment of zeros, ready to be written. */
    public static MemorySegment empty(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    public static String text(MemorySegment s, long offset, long length) {
        return HexFormat.of().formatHex(s.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
