package dev.weir.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.scenario.file.Catalogue;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue is labelled data: what each scenario says must be seen is seen, whatever else changes. */
class CatalogueTruthTest {
    private static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatMustBeSeenIsSeen(String name) {
        var scenario = Catalogue.find(name).orElseThrow();
        var evidence = Evidence.of(Simulation.of(scenario, scenario.seed()));
        assertThat(evidence).isNotEmpty().allMatch(Evidence::seen);
    }
}
