package dev.weir.io;

import dev.weir.wire.pcap.PcapngEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Writes encoded blocks to a stream until that fails: then it says so once, and takes no more. One thread at a time.
 */
final class CaptureOutput {
    private final OutputStream stream;
    private final Consumer<IOException> onFailure;
    private byte[] bytes = new byte[1 << 16];
    private boolean failed;

    CaptureOutput(OutputStream stream, Consumer<IOException> onFailure) {
        this.stream = stream;
        this.onFailure = onFailure;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Takes what was encoded, and writes it unless writing has failed. */
    void write(PcapngEncoder encoder) {
        var encoded = encoder.take();
        int length = encoded.remaining();
        if (failed || length == 0) return;
        if (bytes.length < length) bytes = new byte[Math.max(length, 2 * bytes.length)];
        encoded.get(bytes, 0, length);
        try {
            stream.write(bytes, 0, length);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Without what a failed stream still holds. */
    void close() {
        try {
            stream.close();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException cause) {
        if (failed) return;
        failed = true;
        onFailure.accept(cause);
    }
}
