package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Snapshot;
import dev.weir.cli.Weir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    private static String demo(String... options) {
        var args = new String[options.length + 2];
        args[0] = "demo";
        args[1] = "--color=never";
        System.arraycopy(options, 0, args, 2, options.length);
        var weir = Weir.run(args);
        assertThat(weir.err()).isEmpty();
        return weir.out();
    }

    @Test
    void showsTheWholeConnection() {
        Snapshot.check("demo.txt", demo());
    }

    @Test
    void showsASmallExchangeInFull() {
        Snapshot.check("demo-full.txt", demo("--full", "--bytes", "20kB", "--loss", "8%", "--seed", "6"));
    }

    @Test
    void teachesStepByStep() {
        Snapshot.check("demo-steps.txt", demo("--steps"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--full", "--steps", "--ipv6", "--loss=5%", "--bytes=0", "--mtu=68 "
            + "--bytes=50kB", "--rate=0",
            "--delay=0 --rate=0"})
    void sameOptionsGiveTheSameBytes(String options) {
        String[] split = options.isEmpty() ? new String[0] : options.split(" ");
        assertThat(demo(split)).isEqualTo(demo(split));
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(demo("--seed=1")).isNotEqualTo(demo("--seed=2"));
    }

    @Test
    void nothingIsWiderThanEightyColumns() {
        for (String seed : new String[] {"1", "2", "3"}) {
            assertThat(demo("--seed", seed, "--loss", "2%").lines()).allMatch(line -> line.length() <= 80);
            assertThat(demo("--seed", seed, "--steps").lines()).allMatch(line -> line.length() <= 80);
        }
    }

    /** Acknowledgments with SACK blocks must fit too. */
    @Test
    void smallestMtuCarriesEverythingThatIsSent() {
        assertThat(demo("--mtu=68", "--bytes=50kB", "--loss=1%")).doesNotContain("mtu 68");
    }

    @Test
    void exchangeThatFailsIsAFailure() {
        var weir = Weir.run("demo", "--loss", "100%");
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(weir.out()).contains("The connection failed: no answer to our SYNs.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "--loss=2      | '2' is not a percentage: write 2%",
        "--loss=101%   | must be 0% to 100%",
        "--delay=20    | has no unit: write 20ms or 20s",
        "--delay=1min  | 60000ms is outside 0..10s",
        "--rate=10mbps | write 10mbit",
        "--rate=1bit   | 1 is outside 1kbit..100gbit, or 0",
        "--mtu=67      | 67 is outside 68..65535",
        "--mtu=many    | 'many' is not an int",
        "--bytes=1GB   | 1000000000 is outside 0..100MB",
        "--bytes=5M    | write 5MB or 5MiB",
        "--seed=x      | 'x' is not a long",
        "--ipv4        | --ipv6",
        "--color=red   | AUTO, ALWAYS, NEVER",
        "--via=os      | 'os' is none: memory, tun or tun:NAME",
        "--via=tun:a/b | not a name for a network device",
    })
    void badOptionIsAUsageErrorThatShowsARightOne(String option, String saying) {
        var weir = Weir.run("demo", option);
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.err()).contains(saying);
        assertThat(weir.out()).isEmpty();
    }

    @Test
    void moreSegmentsThanCanBeShownAreRefused() {
        var weir = Weir.run("demo", "--mtu=68", "--bytes=5MB");
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.err()).contains("5 MB at MTU 68 is outside what can be shown: at most 1.6 MB");
    }

    @Test
    void theReportIsAPageWithCharts(@TempDir Path folder) throws IOException {
        Path report = folder.resolve("demo.html");
        var weir = Weir.run("demo", "--bytes=100kB", "--loss=3%", "--report", report.toString());
        assertThat(weir.err()).isEqualTo("written: " + report + ", open it in a browser\n");
        assertThat(weir.exitCode()).isZero();
        assertThat(Files.readString(report)).contains("Stream positions of answer", "Congestion window",
                "delay 20 ms (RTT 40 ms), 20 Mbit/s, loss 3%, MTU 1500, seed 6");
        assertThat(Weir.run("demo", "--loss=100%", "--report", report.toString()).exitCode()).isEqualTo(1);
        assertThat(Weir.run("demo", "--via=tun", "--report=x").err()).contains("--via memory");
    }

    @Test
    void stepsAreTaughtInSimulatedTimeOnly() {
        var weir = Weir.run("demo", "--steps", "--via=tun");
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.err()).contains("--via memory");
    }

    @Test
    void ipv6NeedsItsMinimumMtu() {
        var weir = Weir.run("demo", "--ipv6", "--mtu=1279");
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.err()).contains("1279 is outside 1280..65535 with IPv6 (RFC 8200 section 5)");
    }

    @Test
    void coloursAreOnlyForWhoWantsThem() {
        assertThat(Weir.run("demo", "--bytes=1kB").out()).doesNotContain("\u001b");
        assertThat(Weir.run("demo", "--bytes=1kB", "--color=always").out()).contains("\u001b[32m");
    }
}
