package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/conformance.md} says what is true today. */
class ConformanceTest {
    @Test
    void theTableIsUpToDate() throws IOException {
        String table = ConformanceTable.read(Checkout.ROOT, Checkout.modules()).markdown();
        assertThat(Files.readString(ConformanceTable.file(Checkout.ROOT)))
                .as("docs/conformance.md is stale; run: " + ConformanceTable.UPDATE)
                .isEqualTo(table);
    }

    @Test
    void everyTagNamesARequirementThatExists() throws IOException {
        assertThat(ConformanceTable.read(Checkout.ROOT, Checkout.modules()).mistakes()).isEmpty();
    }

    @Test
    void everyBindingRequirementIsTestedOrADeviationIsStatedOnceTheBuildSaysSo() throws IOException {
        List<String> open = ConformanceTable.read(Checkout.ROOT, Checkout.modules()).open();
        assertThat(Boolean.getBoolean("conformance.complete") ? open : List.of())
                .as("requirements with neither a test nor a row in docs/requirements/deviations.tsv")
                .isEmpty();
    }

    @Test
    void tagsScriptsAndCitationsAreFoundAndMistakesReported(@TempDir Path root) throws IOException {
        write(root, "docs/requirements/rfc9293.tsv", """
                id	level	section	requirement
                MUST-1	MUST	3.1	one
                MUST-2	MUST	3.1	two
                SHLD-3	SHOULD	3.4	three
                MAY-4	MAY	3.5	four
                SHLD-5	SHOULD	3.6	five
                SHLD-6	SHOULD	3.6	six
                """);
        write(root, "docs/requirements/edge-cases.tsv", "id\tlevel\tsection\trequirement\nEDGE-CLOSE-1\tEDGE\tClose\tx\n");
        write(root, "docs/requirements/deviations.tsv", """
                id	kind	reason
                SHLD-5	deviated	for a reason
                SHLD-6	profile	the default differs
                MUST-2	deviated	not allowed
                MUST-99	advice	unknown
                """);
        write(root, "core/src/main/java/Obeys.java", "class Obeys {} // RFC 9293 3.1, MUST-1\n");
        write(root, "core/src/main/java/Near.java", "/** RFC 9293 3.4: the rule. */ class Near {}\n");
        write(root, "core/src/test/java/ObeysTest.java", """
                class ObeysTest {
                    @Test
                    @Rfc({"9293#3.1", "MUST-1"})
                    @Rfc("7323#5.3")
                    void obeys() {}

                    @Rfc("SHOULD-7")
                    void misspelt() {}
                }
                """);
        write(root, "lab/src/test/resources/close.pkt", "// @rfc 9293#3.4 SHLD-3 EDGE-CLOSE-1\n0 close(3) = 0\n");

        var table = ConformanceTable.read(root, List.of(root.resolve("core"), root.resolve("lab")));

        assertThat(table.open()).containsExactly("SHLD-6");
        assertThat(table.mistakes()).hasSize(3)
                .anyMatch(mistake -> mistake.contains("SHOULD-7"))
                .anyMatch(mistake -> mistake.startsWith("MUST-99 deviates"))
                .anyMatch(mistake -> mistake.startsWith("MUST-2: only the source routes"));
        assertThat(table.markdown())
                .contains("| MUST-1 | MUST | 3.1 | one | [Obeys](../core/src/main/java/Obeys.java) "
                        + "| [ObeysTest.obeys](../core/src/test/java/ObeysTest.java) |")
                .contains("| SHLD-3 | SHOULD | 3.4 | three | ([Near](../core/src/main/java/Near.java)) "
                        + "| [close.pkt](../lab/src/test/resources/close.pkt) |")
                .contains("| SHLD-5 | SHOULD | 3.6 | five |  | *deviated*: for a reason |")
                .contains("| 7323 | 5.3 | [ObeysTest.obeys](../core/src/test/java/ObeysTest.java) |")
                .contains("6 binding requirements: 3 tested, 2 deviated or advice, 1 without a test.");
    }

    private static void write(Path root, String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
