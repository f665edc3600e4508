package dev.weir.cli.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.lab.scenario.file.Catalogue;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue of scenarios is labelled data: captures of each, made wherever one can be made, are judged by its
 * label.
 */
class LabelledScenariosTest {
    private static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFaultIsFoundAndNoOtherIsClaimed(String name) {
        var scenario = Catalogue.find(name).orElseThrow();
        var expected = Expected.of(name, scenario.truth());
        var found = EnumSet.noneOf(Fault.class);
        var wrong = new LinkedHashMap<String, Object>();
        LabCaptures.of(scenario, scenario.seed()).forEach((point, capture) -> {
            var verdicts = Verdicts.of(capture);
            found.addAll(verdicts.faults());
            verdicts.findings().stream().filter(f -> !f.fault().isArtefact() && !expected.allowed().contains(f.fault()))
                    .findFirst().ifPresent(finding -> wrong.put(point, finding));
        });
        assertThat(wrong).as("claimed, and not so").isEmpty();
        expected.fault().ifPresent(fault -> assertThat(found).contains(fault));
    }
}
