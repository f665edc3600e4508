package dev.weir.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the sources are. */
final class Checkout {
    static final Path ROOT = Path.of(System.getProperty("weir.checkout", "..")).toAbsolutePath().normalize();

    /** Modules that only test, measure, tag or show; the rules are for the others. */
    static final Set<String> UNPUBLISHED = Set.of("architecture", "bench", "conformance", "examples", "it", "stress");

    /** Of the tests; Surefire may have put it into a manifest. */
    static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Checkout() {}

    /** The folders of the modules that the root POM names. */
    static List<Path> modules() {
        try {
            return MODULE.matcher(Files.readString(ROOT.resolve("pom.xml"))).results()
                    .map(match -> ROOT.resolve(match.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
