package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes a right that is missing: which one it is, and each way to get it. */
@RequiresTools("setpriv")
class MissingRightsTest {
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
    private static final List<String> POWERLESS = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

    @TempDir
    static Path folder;

    private static String readable;

    /** Copies the class path to where everybody may read it: a repository below a home directory is not. */
    @BeforeAll
    static void copy() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var joined = new StringJoiner(File.pathSeparator);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var source = Path.of(entry);
            if (!Files.exists(source) || entry.endsWith("test-classes")) continue;
            var target = folder.resolve(joined.length() + "-" + source.getFileName());
            copy(source, target);
            joined.add(target.toString());
        }
        readable = joined.toString();
    }

    private static void copy(Path source, Path target) throws IOException {
        try (var files = Files.walk(source)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
    }

    private static Command.Result as(List<String> whom, String... weir) throws Exception {
        var words = new ArrayList<>(whom);
        words.addAll(List.of(weir));
        return Command.result(words.toArray(String[]::new));
    }

    private static void assertAdvised(Command.Result result, String arguments) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.told()).first().asString().startsWith("weir: no permission to ");
        assertThat(result.told().subList(1, result.told().size())).isNotEmpty()
                .allMatch(line -> line.startsWith("  ")).anyMatch(line -> line.endsWith("weir " + arguments))
                .anyMatch(line -> line.contains("sudo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo --via tun", "serve 80 --via tun", "connect --via tun 10.77.0.1 80", "serve 0 --pcap /no/x",
            "connect 127.0.0.1 1 --pcap /no/x"})
    void withoutCapabilities(String arguments) throws Exception {
        var result = as(POWERLESS, Weir.words(System.getProperty("java.class.path"), arguments.split(" ")));
        assertAdvised(result, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo --via tun", "serve 80 --via tun", "connect --via tun 10.77.0.1 80", "serve 0 --pcap /no/x",
            "connect 127.0.0.1 1 --pcap /no/x"})
    void asAnOrdinaryUser(String arguments) throws Exception {
        var possible = as(NOBODY, Weir.words(readable, "--version"));
        assumeTrue(possible.status() == 0, "no other user can run this JDK here: " + possible.told());
        assertAdvised(as(NOBODY, Weir.words(readable, arguments.split(" "))), arguments);
    }
}
