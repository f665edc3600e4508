package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.Passage;
import dev.weir.core.event.SendCause;
import dev.weir.core.link.Impairment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LessonTest {
    private static final Impairment ROAD = Impairment.NONE.withDelay(Duration.ofMillis(20)).withRate(20_000_000);

    private static List<Lesson.Step> lesson(long bytes, Impairment road) {
        return Lesson.of(Exchange.run(Scenario.of(bytes, 6, 1500, false, road).forLesson(true)));
    }

    @Test
    void everyStepOfTheOrdinaryLessonIsShown() {
        var lesson = lesson(1_000_000, ROAD);
        assertThat(lesson).extracting(Lesson.Step::title).containsExactly("Choosing a port", "Socket", "Bind", "Listen",
                "SYN", "SYN-ACK", "ACK", "First data", "Slow start", "Loss and fast retransmit", "Zero window and "
                        + "its probe",
                "FIN", "TIME-WAIT");
        assertThat(lesson).allSatisfy(step -> {
            assertThat(step.shown().size() + step.example().size()).isPositive();
            assertThat(step.rfc()).matches("RFC \\d+ section [\\d.]+");
        });
    }

    @Test
    void lossZeroWindowAndProbeAreThoseOfThisRun() {
        var lesson = lesson(1_000_000, ROAD);
        assertThat(lesson.get(9).shown()).filteredOn(Passage.class::isInstance).map(Passage.class::cast)
                .anyMatch(passage -> passage.fate() == Passage.Fate.LOST)
                .anyMatch(passage -> passage.cause().orElseThrow() == SendCause.FAST_RETRANSMIT);
        assertThat(lesson.get(10).shown()).filteredOn(Passage.class::isInstance).map(Passage.class::cast)
                .anyMatch(passage -> passage.segment().windowBytes() == 0)
                .anyMatch(passage -> passage.cause().orElseThrow() == SendCause.ZERO_WINDOW_PROBE)
                .last().matches(passage -> passage.segment().windowBytes() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2_000, 50_000, 3_000_000})
    void anyAnswerCanBeTaught(long bytes) {
        assertThat(lesson(bytes, ROAD)).hasSize(13);
    }

    @Test
    void evenAConnectionThatFailsCanBeTaught() {
        assertThat(lesson(1000, ROAD.withLoss(1))).hasSize(13);
    }
}
