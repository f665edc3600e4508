package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFile;
import dev.weir.analysis.capture.CaptureFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The captures of a command line, which may be read more than once: then standard input is kept in a
 * file meanwhile.
 */
final class Sources implements Closeable {
    private static final String STDIN_NAME = "standard input";

    private final List<String> names;
    private final CaptureFiles.Order order;
    private final boolean again;
    private Path kept;

    /** @param again whether they will be read more than once */
    Sources(List<String> names, CaptureFiles.Order order, boolean again) {
        this.names = names;
        this.order = order;
        this.again = again;
    }

    /** From their beginning. */
    CaptureFiles open() throws IOException {
        var files = new ArrayList<CaptureFile>();
        try {
            for (String name : names) files.add(open(name));
        } catch (IOException | RuntimeException e) {
            for (var file : files) file.close();
            throw e;
        }
        return new CaptureFiles(files, order);
    }

    private CaptureFile open(String name) throws IOException {
        if (!name.equals(Words.STDIN)) return CaptureFile.open(Path.of(name));
        return CaptureFile.reading(STDIN_NAME, again ? kept() : System.in);
    }

    private InputStream kept() throws IOException {
        if (kept == null) {
            kept = Files.createTempFile("weir-", ".capture");
            Files.copy(System.in, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.newInputStream(kept);
    }

    @Override
    public void close() throws IOException {
        if (kept != null) Files.deleteIfExists(kept);
    }
}
