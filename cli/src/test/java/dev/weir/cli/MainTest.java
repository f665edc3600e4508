package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int weir(String... args) {
        return Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @Test
    void helpIsDataAndSucceeds() {
        assertThat(weir("--help")).isZero();
        assertThat(out.toString()).contains("Usage: weir");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionNamesTheJavaItRunsOn() {
        assertThat(weir("--version")).isZero();
        assertThat(out.toString()).startsWith("weir ").contains("Java " + Runtime.version());
    }

    @Test
    void unknownOptionIsAUsageErrorThatNamesTheNearestRightOne() {
        assertThat(weir("--versoin")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--versoin'").contains("--version");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void noCommandAtAllIsAUsageErrorWithTheHelp() {
        assertThat(weir()).isEqualTo(2);
        assertThat(err.toString()).contains("which command?").contains("Usage: weir");
    }
}
