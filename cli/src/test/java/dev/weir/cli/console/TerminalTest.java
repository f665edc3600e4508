package dev.weir.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static boolean colours(Color color, boolean interactive, Map<String, String> environment) {
        return Terminal.of(color, environment, interactive, 80).colour();
    }

    @Test
    void coloursOnATerminalUnlessTheUserOrTheTerminalSaysNo() {
        assertThat(colours(Color.AUTO, true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(colours(Color.AUTO, true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(colours(Color.AUTO, true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(colours(Color.AUTO, true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(colours(Color.AUTO, false, Map.of())).isFalse();
    }

    @Test
    void demandDecidesOverEverythingElse() {
        assertThat(colours(Color.ALWAYS, false, Map.of("NO_COLOR", "1"))).isTrue();
        assertThat(colours(Color.NEVER, true, Map.of())).isFalse();
    }

    @Test
    void paintsOnlyWithColours() {
        assertThat(new Terminal(true, 80, false).paint(Terminal.Style.RED, "x")).isEqualTo("x");
        assertThat(new Terminal(true, 80, true).paint(Terminal.Style.RED, "x")).isEqualTo("\u001b[1;31mx\u001b[0m");
    }
}
