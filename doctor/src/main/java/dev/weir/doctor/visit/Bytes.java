package dev.weir.doctor.visit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes of a server, to be shown. */
public final class Bytes {
    private static final int LONGEST_TEXT = 72;
    private static final int MOST_BYTES = 16;

    private Bytes() {}

    /** The first line in quotes where they are text, else hexadecimal digits. */
    public static String text(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.ISO_8859_1);
        String line = text.split("[\\r\\n]", 2)[0];
        boolean readable = !line.isEmpty() && line.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (readable) return "\"" + (line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "..." : line)
                + "\"";
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, MOST_BYTES));
        return hex + (bytes.length > MOST_BYTES ? " ..." : "");
    }
}
