package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that are reviewed when they change. {@code -Dsnapshots=update} writes them anew, to be looked at in the diff.
 */
public final class Snapshot {
    private static final Path FOLDER = Path.of("src/test/resources/snapshots");

    private Snapshot() {}

    /** @param name of a file in {@code src/test/resources/snapshots} */
    public static void check(String name, String text) {
        try {
            var file = FOLDER.resolve(name);
            if ("update".equals(System.getProperty("snapshots"))) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, text);
            }
            assertThat(text).as(name + " differs. If the new text is right: ./mvnw -pl cli -am test -Dsnapshots=update")
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
