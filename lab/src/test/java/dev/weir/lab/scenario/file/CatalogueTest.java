package dev.weir.lab.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.scenario.Listening;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final Path FOLDER = Path.of("src/main/resources/scenarios");
    private static final Path DOCUMENT = Path.of("../docs/scenarios.md");
    private static final int LONGEST_TITLE = 60;

    private static List<String> names() {
        return Catalogue.names();
    }

    private static Fingerprint run(Scenario scenario) {
        var fingerprint = new Fingerprint();
        scenario.run(scenario.seed(), Listening.NOBODY.withFingerprint(fingerprint));
        return fingerprint;
    }

    @Test
    void everyFileIsInTheIndexOnce() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".toml"))
                    .map(file -> file.substring(0, file.length() - ".toml".length())).toList())
                    .containsExactlyInAnyOrderElementsOf(names());
        }
        assertThat(names()).doesNotHaveDuplicates();
        assertThat(Catalogue.find("no such scenario")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aScenarioIsDescribedAndSaysWhatMustBeSeen(String name) {
        var scenario = Catalogue.find(name).orElseThrow();
        assertThat(scenario.title()).hasSizeLessThanOrEqualTo(LONGEST_TITLE);
        assertThat(scenario.text()).isNotEmpty();
        var truth = scenario.truth();
        assertThat(truth.see()).isNotEmpty();
        boolean healthy = truth.fault().equals(Truth.HEALTHY);
        assertThat(truth.side() == Truth.Party.NOBODY).isEqualTo(healthy);
        assertThat(truth.at().isEmpty()).isEqualTo(healthy);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theDocumentHasARowForIt(String name) throws IOException {
        var scenario = Catalogue.find(name).orElseThrow();
        assertThat(Files.readString(DOCUMENT)).contains(
                "| `" + name + "` | " + scenario.title() + " | " + scenario.truth().fault());
    }

    @Test
    void theExampleOfTheDocumentRuns() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf("```toml\n") + 8;
        var scenario = ScenarioFile.parse("example", "scenarios.md", document.substring(begin,
                document.indexOf("```", begin)));
        assertThat(scenario.run(1).flows().getFirst().session().orElseThrow().connection().closeReason())
                .isEqualTo(CloseReason.CLOSED);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSecondRunIsTheSameToTheLastEvent(String name) {
        var scenario = Catalogue.find(name).orElseThrow();
        var first = run(scenario);
        assertThat(first.events()).isPositive();
        assertThat(run(scenario).toString()).isEqualTo(first.toString());
    }
}
