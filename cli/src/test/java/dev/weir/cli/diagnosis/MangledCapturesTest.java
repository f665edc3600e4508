package dev.weir.cli.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.lab.scenario.file.Catalogue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However badly a capture was made: what is wrong with the capture is named, and no connection is blamed for it. */
class MangledCapturesTest {
    /** Packets from which on each way of mangling leaves a trace. */
    private static final int TELLING = 500;

    /** A NAT gives the connection another port: what the server then sees has no beginning. */
    private static final Set<String> RENAMED_IN_THE_MIDDLE = Set.of("idle-nat");

    private static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void noVerdictComesOfTheWayOfCapturing(String name) {
        var scenario = Catalogue.find(name).orElseThrow();
        var allowed = Expected.of(name, scenario.truth()).allowed();
        var wrong = new ArrayList<String>();
        var unnamed = new ArrayList<String>();
        LabCaptures.of(scenario, scenario.seed()).forEach((point, capture) -> {
            var packets = Mangling.packets(capture);
            for (var mangling : Mangling.values()) {
                var verdicts = Verdicts.of(Mangling.capture(mangling.apply(packets)));
                verdicts.findings().stream().filter(f -> !f.fault().isArtefact() && !allowed.contains(f.fault()))
                        .findFirst().ifPresent(finding -> wrong.add(point + " " + mangling + ": " + finding));
                boolean telling = packets.size() >= TELLING && scenario.hosts().contains(point);
                if (telling && !verdicts.artefacts().contains(mangling.artefact())) {
                    unnamed.add(point + " " + mangling + ": " + verdicts.artefacts());
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(unnamed).as("what is wrong with the capture").isEmpty();
    }


    @ParameterizedTest
    @MethodSource("names")
    void aGoodCaptureHasNothingWrongWithIt(String name) {
        var scenario = Catalogue.find(name).orElseThrow();
        var named = EnumSet.noneOf(Fault.class);
        LabCaptures.of(scenario, scenario.seed()).forEach((point, capture) -> {
            if (scenario.hosts().contains(point)) named.addAll(Verdicts.of(capture).artefacts());
        });
        if (RENAMED_IN_THE_MIDDLE.contains(name)) named.remove(Fault.CAPTURE_STARTED_LATE);
        assertThat(named).isEmpty();
    }
}
