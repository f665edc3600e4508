package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Weir;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherToolsTest {
    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void capture() {
        file = folder.resolve("a.pcapng").toString();
        assertThat(Weir.run("demo", "--loss", "5%", "--seed", "2", "--pcap", file).exitCode()).isZero();
    }

    @Test
    void tsharkLabelsPackets() {
        var said = Weir.run("analyze", "--as", "tshark-4.0", file);
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).containsPattern("(?m)^ +[0-9]+ +0  tcp.analysis.retransmission");
        assertThat(Weir.run("analyze", "--as", "tshark-4.4", file).out()).contains("tcp.analysis.retransmission");
    }

    @Test
    void tcptraceCountsConnections() {
        assertThat(Weir.run("analyze", "--as", "tcptrace", file).out())
                .startsWith("1 TCP connection traced:").contains("     rexmt data pkts:");
        assertThat(Weir.run("analyze", "--as", "tcptrace", "--csv", file).out()).startsWith("conn_#,host_a,");
    }

    @Test
    void differencesSayWhy() {
        var said = Weir.run("analyze", "--as", "tshark-4.0", "--diff", file);
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).containsPattern("[0-9]+ segments, [0-9]+ (is|are) judged otherwise");
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 110);
    }

    @Test
    void unknownToolAndDiffWithoutLabelsAreUsageErrors() {
        assertThat(Weir.run("analyze", "--as", "tshark-1.0", file)).satisfies(said -> {
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.err()).contains("tshark-4.0, tshark-4.4, tcptrace");
        });
        assertThat(Weir.run("analyze", "--diff", file).exitCode()).isEqualTo(2);
        assertThat(Weir.run("analyze", "--as", "tcptrace", "--diff", file).exitCode()).isEqualTo(2);
    }
}
