package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.cli.console.Terminal;
import java.io.PrintWriter;

/** One line on a terminal that is written anew while a long file is read, and goes when it is read. */
final class Progress {
    private static final long FIRST_NANOS = 500_000_000;
    private static final long STEP_NANOS = 200_000_000;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;
    private final long begin = System.nanoTime();
    private long next = begin + FIRST_NANOS;
    private boolean written;

    private Progress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    static Progress on(PrintWriter err, boolean quiet) {
        return new Progress(err, !quiet && Terminal.isErrorInteractive());
    }

    /** To be called now and then. */
    void at(CaptureFiles files, long packets) {
        if (!shown) return;
        long now = System.nanoTime();
        if (now < next) return;
        next = now + STEP_NANOS;
        long read = files.readBytes();
        long size = files.sizeBytes();
        double seconds = (now - begin) / 1e9;
        String share = size <= 0 ? Quantity.bytes(read)
                : 100 * read / size + " % of " + Quantity.bytes(size);
        err.print(ERASE + "reading " + share + ", " + packets + " packets, "
                + Quantity.bytes((long) (read / seconds)) + "/s");
        err.flush();
        written = true;
    }

    void end() {
        if (!written) return;
        err.print(ERASE);
        err.flush();
        written = false;
    }
}
