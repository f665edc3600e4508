package dev.weir.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopTest {
    private final List<String> done = new ArrayList<>();
    private final Stop stop = new Stop();

    @Test
    void lastActionNamedIsTheOneThatRuns() {
        stop.by(() -> done.add("first"));
        stop.by(() -> done.add("second"));
        assertThat(stop.isRequested()).isFalse();
        stop.request();
        assertThat(done).containsExactly("second");
        assertThat(stop.isRequested()).isTrue();
    }

    @Test
    void actionNamedTooLateRunsAtOnce() {
        stop.request();
        stop.by(() -> done.add("late"));
        assertThat(done).containsExactly("late");
    }
}
