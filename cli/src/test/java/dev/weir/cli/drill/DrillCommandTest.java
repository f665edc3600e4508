package dev.weir.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Snapshot;
import dev.weir.cli.Weir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command over a small suite with one script of each fate. */
class DrillCommandTest {
    private static final String OPEN = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S  0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +.1 < .  1:1(0) ack 1 win 32792
            +0  accept(3, ..., ...) = 4
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void suite() throws IOException {
        write("a/passes.pkt", OPEN + "+0  write(4, ..., 3000) = 3000\n+0  > P. 1:3001(3000) ack 1\n");
        write("b/fails.pkt", OPEN + "+.1 < R  2:2(0) win 0\n+0  > .  1:1(0) ack 2\n");
        write("b/known.pkt", OPEN + "+0  > .  1:1(0) ack 1\n");
        write("b/known.exfail", "");
        write("c/open.pkt", OPEN + "+0  setsockopt(4, SOL_TCP, TCP_MD5SIG, [1], 4) = 0\n");
        write("c/six.pkt", "--ip_version=ipv6\n" + OPEN);
        write("c/late.pkt", OPEN + "+0  < P. 1:2(1) ack 1 win 257\n+.003 > . 1:1(0) ack 2\n");
        write("c/notes.txt", "not a script");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Weir drill(String... options) {
        var args = new ArrayList<>(List.of("drill", "--color=never"));
        args.addAll(List.of(options));
        args.add(folder.toString());
        return Weir.run(args.toArray(String[]::new));
    }

    @Test
    void aSuiteHasALineForEachScriptAReportForEachFailureAndTotals() {
        var weir = drill();
        Snapshot.check("drill.txt", weir.out());
        assertThat(weir.out()).endsWith("\n3 passed, 1 failed, 2 skipped\n");
        assertThat(weir.err()).isEmpty();
        assertThat(weir.exitCode()).isEqualTo(1);
    }

    @Test
    void helpShowsExamplesFirst() {
        Snapshot.check("drill-help.txt", Weir.run("drill", "--help").out());
    }

    @Test
    void nothingIsWiderThanEightyColumns() {
        assertThat(drill().out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void detailsAreForWhoWantsThem() {
        assertThat(drill("-q").out().lines().filter(line -> line.startsWith("pass"))).isEmpty();
        assertThat(drill("-q").out()).contains("FAIL  b/fails.pkt:9: the packet differs").doesNotContain("expected   ");
        assertThat(drill("-v").out()).contains("    before\n").contains("SYN-RECEIVED -> ESTABLISHED");
    }

    @Test
    void exactnessFindsWhatTolerancesForgive() {
        assertThat(drill("--exact", "-q").out()).contains("FAIL  c/late.pkt").contains("FAIL  a/passes.pkt");
    }

    @Test
    void eachWantedVersionOfIpIsRun() {
        assertThat(drill("--ipv4", "--ipv6", "--mapped").out()).contains("pass  a/passes.pkt (IPv4)\n")
                .contains("pass  a/passes.pkt (IPv6)\n").contains("pass  a/passes.pkt (IPv4, mapped)\n")
                .contains("pass  c/six.pkt (IPv6)\n");
        assertThat(drill("--ipv4").out()).contains("n/a   c/six.pkt: written for --ip_version=ipv6");
    }

    @Test
    void oneObjectForMachines() {
        var weir = drill("--json");
        assertThat(weir.out().lines()).hasSize(1);
        assertThat(weir.out()).startsWith("{\"command\":\"drill\",\"schema_version\":1,\"passed\":3,\"failed\":1,"
                        + "\"expected_failures\":1,\"not_applicable\":1,")
                .contains("\"result\":\"failed\",\"line\":9,\"what\":\"the packet differs\"")
                .contains("\"result\":\"expected_failure\"").contains("TCP MD5 signatures (RFC 2385)");
        assertThat(weir.exitCode()).isEqualTo(1);
    }

    @Test
    void manyAtATimeSayTheSame() {
        assertThat(drill("-j", "4").out()).isEqualTo(drill().out());
    }

    @Test
    void packetsAreWrittenForWireshark() throws IOException {
        Path captures = folder.resolve("captures");
        drill("--pcap", captures.toString());
        assertThat(captures.resolve("a/passes.pcapng")).exists();
        assertThat(Files.size(captures.resolve("a/passes.pcapng"))).isGreaterThan(3000);
    }

    @Test
    void definitionsReachTheScripts() throws IOException {
        write("d/defined.pkt", OPEN + "#ifdef CLOSING\n+0  close(4) = 0\n+0  > F. 1:1(0) ack 1\n#endif\n");
        var args = new String[] {"drill", "-D", "CLOSING", folder.resolve("d").toString()};
        assertThat(Weir.run(args).exitCode()).isZero();
        write("d/defined.pkt", "#ifdef CLOSING\nthis is no script\n#endif\n" + OPEN);
        assertThat(Weir.run(args).exitCode()).isEqualTo(1);
        assertThat(Weir.run("drill", folder.resolve("d").toString()).exitCode()).isZero();
    }

    @Test
    void theProfileOfFreebsdChoosesItsBranchUnlessTheStandardIsAskedFor() throws IOException {
        write("branches/both.pkt", "#ifdef FreeBSD\nthis is no script\n#endif\n" + OPEN);
        String both = folder.resolve("branches").toString();
        assertThat(Weir.run("drill", both).exitCode()).isZero();
        assertThat(Weir.run("drill", "--profile", "freebsd", both).exitCode()).isEqualTo(1);
        assertThat(Weir.run("drill", "--profile", "freebsd", "-D", "STANDARD", both).exitCode()).isZero();
    }

    @Test
    void successNeedsSomethingThatPassed() throws IOException {
        assertThat(Weir.run("drill", folder.resolve("a").toString()).exitCode()).isZero();
        assertThat(Weir.run("drill", folder.resolve("c/open.pkt").toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void aScriptThatCannotBeReadFailsWithItsLine() throws IOException {
        write("e/wrong.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP = 3\n");
        var weir = Weir.run("drill", folder.resolve("e").toString());
        assertThat(weir.out()).contains("FAIL  wrong.pkt:1: the script is wrong, column ");
        assertThat(weir.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "nowhere.pkt            | nowhere.pkt: there is no such file or folder",
        "--profile=windows a    | 'windows' is none of linux, freebsd, rfc",
        "-j 0 a                 | 0 is outside 1..1024",
        "-q -v a                | -q and -v exclude each other",
        "--pcap a/passes.pkt a  | is not a folder",
        "empty                  | there is no *.pkt below this folder",
    })
    void whatCannotBeDoneIsAUsageError(String options, String saying) throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        var args = new ArrayList<>(List.of("drill"));
        for (String word : options.split(" ")) {
            boolean path = word.matches("nowhere.pkt|a|a/.*|empty");
            args.add(path ? folder.resolve(word).toString() : word);
        }
        var weir = Weir.run(args.toArray(String[]::new));
        assertThat(weir.err()).contains(saying);
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.out()).isEmpty();
    }

    @Test
    void withoutAPathItIsAUsageError() {
        assertThat(Weir.run("drill").exitCode()).isEqualTo(2);
    }
}
