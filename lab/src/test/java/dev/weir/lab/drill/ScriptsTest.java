package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.weir.conformance.Rfc;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.ScriptError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every script below {@code scripts/}, over IPv4 and IPv6, with sequence numbers far from the wrap, and just below it
 * with offload.
 * {@code -Dscripts=WORD} runs only those whose path contains the word.
 */
class ScriptsTest {
    /** The sources, not the copies beside the classes: a script that was deleted or renamed is gone. */
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "src/test/resources/scripts");

    @TestFactory
    @Rfc({"9293#3.1", "MUST-2", "MUST-65", "MUST-69", "EDGE-LIFECYCLE-6"}) // TcpPacket.decode judges each packet
    Stream<DynamicNode> everyScriptHolds() throws IOException {
        String wanted = System.getProperty("scripts", "");
        return scripts().stream().filter(path -> ROOT.relativize(path).toString().contains(wanted)).flatMap(path -> {
            Script script = read(path);
            return variants(path, script).map(variant -> DynamicTest.dynamicTest(
                    ROOT.relativize(path) + " (" + variant + ")", path.toUri(), () -> {
                        Outcome outcome = Drill.run(script, variant);
                        if (!outcome.passed()) fail("\n" + outcome);
                    }));
        });
    }

    /** The matrix is large, and its numbers do not depend on the version of IP: half of the four will do. */
    private static Stream<Variant> variants(Path path, Script script) {
        var all = Variant.of(script);
        if (!ROOT.relativize(path).startsWith("matrix") || all.size() < 4) return all.stream();
        return Stream.of(all.getFirst(), all.getLast());
    }

    @Test
    void everyScriptSaysWhichRuleItTests() throws IOException {
        assertThat(scripts()).isNotEmpty()
                .allSatisfy(path -> assertThat(read(path).tags()).as(path.toString()).isNotEmpty());
    }

    private static Script read(Path path) {
        try {
            return Script.read(path);
        } catch (ScriptError e) {
            throw new AssertionError(path + ":" + e.line() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> scripts() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".pkt")).sorted().toList();
        }
    }
}
