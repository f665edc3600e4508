package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Snapshot;
import dev.weir.cli.Weir;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzeCommandTest {
    @TempDir
    private static Path folder;

    private static Path demo;

    @BeforeAll
    static void captures() {
        demo = folder.resolve("demo.pcapng");
        assertThat(Weir.run("demo", "--pcap", demo.toString()).exitCode()).isZero();
    }

    private static Weir analyze(String... options) {
        var args = new ArrayList<>(List.of("analyze", "--color=never"));
        args.addAll(List.of(options));
        var weir = Weir.run(args.toArray(String[]::new));
        return new Weir(weir.exitCode(), plain(weir.out()), plain(weir.err()));
    }

    /** Without the folder, which has another name each time. */
    private static String plain(String text) {
        return text.replace(folder + "/", "");
    }

    private static Path file(String name, byte[] content) throws IOException {
        var file = folder.resolve(name);
        Files.write(file, content);
        return file;
    }

    @Test
    void helpShowsExamplesFirst() {
        Snapshot.check("analyze-help.txt", Weir.run("analyze", "--help").out());
    }

    @Test
    void aConnectionHasALineOfEightyColumns() {
        var weir = analyze(demo.toString());
        assertThat(weir.exitCode()).isZero();
        assertThat(weir.err()).isEmpty();
        assertThat(weir.out()).startsWith("demo.pcapng: 1 connection, 1170 packets in 867 ms\n")
                .contains("10.0.0.1:38302  10.0.0.2:7777");
        assertThat(weir.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void wordsBehindTheFilesAreAFilter() {
        assertThat(analyze(demo.toString(), "tcp", "port", "7777").out()).contains("1 connection, 1170 packets");
        assertThat(analyze(demo.toString(), "tcp[tcpflags] & tcp-syn != 0").out()).contains("2 of 1170 packets");
        assertThat(analyze(demo.toString(), "-f", "src host 10.0.0.9").err()).contains("no packet passes the filter");
    }

    @Test
    void theWrongWordOfAFilterIsMarked() {
        assertThat(analyze(demo.toString(), "tcp", "prot", "80").err()).contains("\n  tcp prot 80\n      ^^^^\n");
    }

    @Test
    void standardInputIsRead() throws IOException {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(demo)));
        try {
            assertThat(analyze("-").out()).contains("standard input: 1 connection, 1170 packets");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void oneConnectionIsShownPacketByPacket() {
        var weir = analyze(demo.toString(), "--flow", "0");
        assertThat(weir.exitCode()).isZero();
        assertThat(weir.out()).startsWith("connection 0: 10.0.0.1:38302 > 10.0.0.2:7777\n")
                .contains("  opening       round trip 40 ms", "server sent 1 MB in 694 segments", "sent again: ",
                        "0.000000    1 |-- S seq 0 win 65535 ------------>|  connection request\n",
                        "stream of the server\n");
        assertThat(weir.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(analyze(demo.toString(), "--flow", "0", "--all").out().lines()).hasSizeGreaterThan(1170);
        assertThat(analyze(demo.toString(), "--flow", "0", "--json").out()).startsWith("{\"command\":\"analyze\"");
    }

    @Test
    void theReportHasGraphsAndPackets() throws IOException {
        Path page = folder.resolve("r.html");
        var weir = analyze(demo.toString(), "--report", page.toString());
        assertThat(weir.exitCode()).isZero();
        assertThat(weir.err()).isEqualTo("written: r.html (1 connection drawn), open it in a browser\n");
        assertThat(Files.readString(page)).contains("Stream of the server, connection 0", "Round-trip time",
                "In flight",
                "id=\"f1\"", "connection request", "\"style\":\"BAR\"");
    }

    @Test
    void standardInputIsReadTwiceWhereItMustBe() throws IOException {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(demo)));
        try {
            assertThat(analyze("-", "--flow", "0").out()).contains("connection request");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void severalFilesAreReadAsOne() {
        assertThat(analyze("--merge", demo.toString(), demo.toString()).out()).contains("demo.pcapng and 1 more: ",
                ", 2340 packets");
    }

    @Test
    void aFileThatIsCutGivesWhatIsThereOneLineAndAnExitCode() throws IOException {
        byte[] whole = Files.readAllBytes(demo);
        var weir = analyze(file("cut.pcapng", Arrays.copyOf(whole, whole.length / 2)).toString());
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(weir.out()).contains("cut.pcapng: 1 connection, ");
        assertThat(weir.err().lines()).hasSize(1);
        assertThat(weir.err()).matches("weir: cut.pcapng: cut off at byte \\d+, behind packet \\d+; what stands before it "
                + "was read\n");
    }

    @Test
    void emptyFilesAndOtherFilesFail() throws IOException {
        var empty = analyze(file("empty", new byte[0]).toString());
        assertThat(empty.err()).isEqualTo("weir: empty is empty\n");
        assertThat(empty.exitCode()).isEqualTo(1);
        assertThat(analyze(file("page.html", "<html></html>".getBytes()).toString()).err())
                .isEqualTo("weir: page.html is neither pcap nor pcapng: it begins with \"<html></\"\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "nosuch.pcap           ; nosuch.pcap: there is no such file",
        ".                     ; . is a folder",
        "DEMO tcp prot 80      ; the filter is wrong: 'and' or 'or' is missing before this",
        "DEMO prot 80          ; prot: there is no such file, and no filter begins with it",
        "DEMO -f tcp port 80   ; a filter by -f and another behind the files: 'port 80'",
        "DEMO --flow 7         ; there is no connection 7",
        "DEMO --flow 0 --csv   ; --flow is for people, or with --json",
        "DEMO --json --csv     ; exclude each other",
        "DEMO --top -1         ; -1 is below 0",
        "DEMO --sort size      ; expected one of [START, TIME, BYTES, PACKETS, RESENT, RTT, STALLS]"
    })
    void whatCannotBeDoneIsAUsageError(String options, String saying) {
        var weir = analyze(options.replace("DEMO", demo.toString()).split(" "));
        assertThat(weir.err()).contains(saying);
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.out()).isEmpty();
    }
}
