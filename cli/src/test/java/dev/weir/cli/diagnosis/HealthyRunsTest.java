package dev.weir.cli.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A false alarm is as bad as a miss: traffic without a fault gives no finding. The build runs forty drawings;
 * {@code -Dhealthy.runs=200} runs more.
 */
class HealthyRunsTest {
    private static final long RUNS = Long.getLong("healthy.runs", 40);

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, RUNS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void trafficWithoutFaultGivesNoFinding(long seed) {
        var claims = new LinkedHashMap<String, Object>();
        LabCaptures.of(HealthyScenario.of(seed), seed).forEach((point, capture) -> {
            var findings = Verdicts.of(capture).findings();
            if (!findings.isEmpty()) claims.put(point, findings);
        });
        assertThat(claims).isEmpty();
    }
}
