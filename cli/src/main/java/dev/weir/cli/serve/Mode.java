package dev.weir.cli.serve;

import dev.weir.cli.console.Units;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What to do with a client; at most one of these, and none is a pipe. */
final class Mode {
    @Option(names = "--echo", required = true, description = "Send back what comes.")
    boolean echo;

    @Option(names = "--discard", required = true, description = "Read everything, answer nothing.")
    boolean discard;

    @Option(names = "--source", required = true, paramLabel = "BYTES", converter = Units.Bytes.class,
            description = "Send so many bytes, then the end: 1500, 10MB.")
    Long sourceBytes;

    @Option(names = "--http", required = true, paramLabel = "DIR",
            description = "Serve the files below DIR to many browsers or curl at a time (implies -k).")
    Path directory;
}
