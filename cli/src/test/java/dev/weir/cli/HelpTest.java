package dev.weir.cli;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"serve", "connect", "bench", "sim", "swarm", "port", "doctor"})
    void helpShowsExamplesFirst(String command) {
        Snapshot.check(command + "-help.txt", Weir.run(command, "--help").out());
    }
}
