package dev.weir.cli.sim;

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

class SimCommandTest {
    private static final String SMALL = """
            title = "Small"
            [[host]]
            name = "client"
            [[host]]
            name = "server"
            [[link]]
            between = ["client", "server"]
            rate = "10mbit"
            delay = "10ms"
            [[flow]]
            name = "d"
            kind = "download"
            bytes = "50kB"
            """;

    @TempDir
    private Path folder;

    private static String sim(String... options) {
        var args = new String[options.length + 2];
        args[0] = "sim";
        args[1] = "--color=never";
        System.arraycopy(options, 0, args, 2, options.length);
        var weir = Weir.run(args);
        assertThat(weir.err()).isEmpty();
        assertThat(weir.exitCode()).isZero();
        return weir.out();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.toml"), text).toString();
    }

    @Test
    void theCatalogueIsListed() {
        Snapshot.check("sim-list.txt", sim());
        assertThat(sim("--list")).isEqualTo(sim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-loss", "bufferbloat", "fair-share"})
    void aRunIsToldInWords(String name) {
        String text = sim(name);
        Snapshot.check("sim-" + name + ".txt", text);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void manySeedsAreATable() {
        Snapshot.check("sim-seeds.txt", sim("random-loss", "--seeds", "1..5"));
    }

    @Test
    void sameSeedSameBytesAndAnotherSeedOthers() {
        assertThat(sim("random-loss", "--json", "--seed", "3")).isEqualTo(sim("random-loss", "--json", "--seed", "3"))
                .isNotEqualTo(sim("random-loss", "--json", "--seed", "4"));
    }

    @Test
    void aScenarioOfTheCatalogueIsABeginningForOnesOwn() throws IOException {
        String text = sim("--show", "random-loss");
        assertThat(sim(file(text), "--json")).isEqualTo(sim("random-loss", "--json").replace(
                "\"scenario\":\"random-loss\"", "\"scenario\":\"a\""));
    }

    @Test
    void theReportIsAPageWithCharts() throws IOException {
        Path report = folder.resolve("r.html");
        var weir = Weir.run("sim", "random-loss", "--report", report.toString());
        assertThat(weir.exitCode()).isZero();
        assertThat(weir.err()).contains("written: " + report);
        assertThat(Files.readString(report)).contains("<title>", "Congestion window", "Round-trip time", "Queues",
                "Stream positions of download", "weir sim random-loss --seed 1");
    }

    @Test
    void theCaptureHasThePacketsOfEachHost() throws IOException {
        Path capture = folder.resolve("c.pcapng");
        var weir = Weir.run("sim", file(SMALL), "--pcap", capture.toString());
        assertThat(weir.exitCode()).isZero();
        assertThat(weir.err()).contains("wireshark " + capture);
        assertThat(Files.size(capture)).isGreaterThan(100_000); // sent and received
    }

    @Test
    void whatMustBeSeenAndIsNotIsAFinding() throws IOException {
        var weir = Weir.run("sim", file(SMALL + """
                [truth]
                fault = "NONE_SUCH"
                side = "network"
                see = ["d.delivered == 50kB", "d.retransmitted > 3", "d.end == RESET_BY_PEER"]
                """));
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(weir.out()).contains("  seen          d.delivered == 50kB (50 kB)",
                "  NOT SEEN      d.retransmitted > 3 (but 0)", "  NOT SEEN      d.end == RESET_BY_PEER (but CLOSED)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "d.goodputt > 1          | nothing is named d.goodputt; did you mean 'd.goodput'?",
        "x.goodput > 1           | (one of: d, client->server, server->client, client, server)",
        "d.goodput > fast        | 'fast' is not a number",
        "d.end > CLOSED          | d.end is a word, compare it with == or !=",
        "d.goodput               | is no comparison: write",
    })
    void aClaimThatCannotBeUnderstoodIsRefused(String claim, String saying) throws IOException {
        var weir = Weir.run("sim", file(SMALL + "[truth]\nfault = \"X\"\nsee = [\"" + claim + "\"]\n"));
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(weir.err()).contains(saying);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "randomloss           | no scenario is named 'randomloss'; did you mean 'random-loss'?",
        "random-loss --seeds=3| '3' is no range of seeds: write 1..20",
        "random-loss --seeds=5..3 | must go upwards",
        "random-loss --seeds=1..3 --pcap=x | --seeds runs many times",
        "random-loss --reprot=3| --report",
    })
    void badOptionsAreUsageErrors(String options, String saying) {
        var weir = Weir.run(("sim " + options).split(" "));
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.err()).contains(saying);
        assertThat(weir.out()).isEmpty();
    }

    @Test
    void mistakesOfAFileAreToldWithTheirPlace() throws IOException {
        String file = file(SMALL.replace("delay", "dealy"));
        var weir = Weir.run("sim", file);
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(weir.err()).contains("a.toml: line 9, column 1: unknown key 'dealy' in [[link]]; did you mean 'delay'?");
        assertThat(Weir.run("sim", "nowhere.toml").err()).contains("no file nowhere.toml");
    }
}
