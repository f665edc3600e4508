package dev.weir.examples.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is tested on a simulated network is what runs on the operating system's. */
class RealLedgerTest {
    @Test
    void theSameClassesRunOnTheOperatingSystem() throws Exception {
        var printed = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Ledger.main(new String[] {"5", "-2"});
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("5\n3\n");
    }
}
