package dev.weir.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** A reproducible stream of bytes: written by one side, its hash checked by the other. */
final class Stream {
    private static final int BLOCK = 1 << 16;

    private Stream() {}

    /** Writes {@code bytes} of the stream and answers their hash. */
    static long write(OutputStream out, long bytes) throws IOException {
        var hash = new CRC32C();
        var block = new byte[BLOCK];
        var words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        long state = 42;
        for (long left = bytes; left > 0; ) {
            for (int i = 0; i < words.capacity(); i++) {
                state ^= state << 13; // xorshift64
                state ^= state >>> 7;
                state ^= state << 17;
                words.put(i, state);
            }
            int n = (int) Math.min(left, BLOCK);
            hash.update(block, 0, n);
            out.write(block, 0, n);
            left -= n;
        }
        out.flush();
        return hash.getValue();
    }

    /** Reads to the end. */
    static Received read(InputStream in) throws IOException {
        var hash = new CRC32C();
        var block = new byte[BLOCK];
        long total = 0;
        for (int n; (n = in.read(block)) >= 0; total += n) hash.update(block, 0, n);
        return new Received(total, hash.getValue());
    }

    /** What came. */
    record Received(long bytes, long hash) {}
}
