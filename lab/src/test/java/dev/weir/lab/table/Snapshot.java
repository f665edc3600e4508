package dev.weir.lab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tables that are reviewed when they change. {@code -Dsnapshots=update} writes them anew, to be looked at in the diff. */
final class Snapshot {
    private static final Path FOLDER = Path.of("snapshots");

    private Snapshot() {}

    /** @param name of a file in {@code lab/snapshots} */
    static void check(String name, String text) {
        try {
            var file = FOLDER.resolve(name);
            if ("update".equals(System.getProperty("snapshots"))) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, text);
            }
            assertThat(text).as(name + " differs. If the new numbers are right: ./mvnw -pl lab -am test -Dsnapshots=update")
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
