package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.analysis.Passage;
import dev.weir.cli.Weir;
import dev.weir.core.link.Impairment;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCaptureTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("demo.pcapng");
    }

    private List<CaptureRecord.Packet> packets() throws IOException {
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(Files.readAllBytes(file)));
        var packets = new ArrayList<CaptureRecord.Packet>();
        while (true) {
            switch (decoder.next()) {
                case CaptureRecord.Packet packet -> packets.add(packet);
                case CaptureRecord.Malformed malformed -> throw new AssertionError(malformed);
                case CaptureRecord.End _ -> {
                    return packets;
                }
                default -> { }
            }
        }
    }

    @Test
    void hasEveryPacketOnceInOrderOfTimeWithWhatHappenedToIt() throws IOException {
        var capture = new DemoCapture();
        var road = Impairment.NONE.withDelay(Duration.ofMillis(5)).withLost("9");
        var exchange = Exchange.run(Scenario.of(50_000, 1, 1500, false, road), Optional.of(capture));
        int count = capture.write(exchange, file);
        var packets = packets();
        var passages = exchange.timeline().passages();
        assertThat(packets).hasSize(count).hasSameSizeAs(passages);
        for (int i = 0; i < count; i++) {
            assertThat(packets.get(i).timestampNanos()).isEqualTo(passages.get(i).sentAt());
            boolean lost = passages.get(i).fate() == Passage.Fate.LOST;
            assertThat(packets.get(i).comments().toString().contains("lost: pattern 9")).isEqualTo(lost);
        }
        assertThat(packets.getFirst().comments()).containsExactly("connection request", "client: CLOSED to SYN-SENT",
                "server: LISTEN to SYN-RECEIVED");
    }

    @Test
    void sameOptionsGiveTheSameFile() throws IOException {
        Weir.run("demo", "--pcap", file.toString());
        byte[] first = Files.readAllBytes(file);
        Weir.run("demo", "--pcap", file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void fileThatCannotBeWrittenIsAFailureThatSaysWhy() {
        var weir = Weir.run("demo", "--bytes=1kB", "--pcap", folder.resolve("no/such.pcapng").toString());
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(weir.err()).contains("cannot write the capture").contains("No such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--loss=2%", "--ipv6", "--steps", "--mtu=576"})
    void tsharkFindsNothingMalformedAndNoBadChecksum(String option) throws IOException, InterruptedException {
        assumeTrue(isInstalled("tshark"), "tshark is not installed");
        Weir.run("demo", option, "--pcap", file.toString());
        assertThat(tshark("frame")).isEqualTo(packets().size());
        assertThat(tshark("_ws.malformed || tcp.checksum.status != Good || (ip && ip.checksum.status != Good) "
                + "|| _ws.expert.severity == error")).isZero();
    }

    /** How many packets the filter takes. */
    private int tshark(String filter) throws IOException, InterruptedException {
        var process = new ProcessBuilder("tshark", "-r", file.toString(), "-o", "tcp.check_checksum:TRUE",
                "-o", "ip.check_checksum:TRUE", "-Y", filter, "-T", "fields", "-e", "frame.number")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int lines;
        try (var out = process.inputReader()) {
            lines = (int) out.lines().count();
        }
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
