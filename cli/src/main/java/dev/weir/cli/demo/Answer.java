package dev.weir.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the server sends: text that never ends, each byte of which follows from its position. */
final class Answer {
    private static final String TEXT = "A weir is a low dam that regulates a stream without stopping it. ";
    /** A prime, so that bytes out of place do not fit. */
    private static final int PERIOD = 16381;
    private static final byte[] BLOCK = block();

    private Answer() {}

    private static byte[] block() {
        String text = TEXT.repeat(PERIOD / TEXT.length() + 1).substring(0, PERIOD);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes the bytes from {@code position} on to the start of {@code target}. */
    static void fill(byte[] target, int length, long position) {
        int from = (int) (position % PERIOD);
        for (int done = 0; done < length; from = 0) {
            int part = Math.min(length - done, PERIOD - from);
            System.arraycopy(BLOCK, from, target, done, part);
            done += part;
        }
    }

    /** Whether the first {@code length} of these bytes are those from {@code position} on. */
    static boolean matches(byte[] bytes, int length, long position) {
        int from = (int) (position % PERIOD);
        for (int done = 0; done < length; from = 0) {
            int part = Math.min(length - done, PERIOD - from);
            if (!Arrays.equals(BLOCK, from, from + part, bytes, done, done + part)) return false;
            done += part;
        }
        return true;
    }
}
