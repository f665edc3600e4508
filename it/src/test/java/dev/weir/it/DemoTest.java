package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.io.NetworkNamespace;
import dev.weir.io.RequiresTun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weir demo --via tun}: Weir and the kernel in both roles. */
@RequiresTun
class DemoTest {
    @TempDir
    private Path folder;

    private static String demo(String... options) throws Exception {
        var words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "dev.weir.cli.Main",
                "demo", "--via=tun"));
        words.addAll(List.of(options));
        return Command.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--loss=2%", "--ipv6"})
    void bothRolesEndWell(String option) throws Throwable {
        NetworkNamespace.run(() -> {
            String text = demo("--bytes=200kB", "--delay=5ms", option);
            assertThat(text.lines()).allMatch(line -> line.length() <= 80);
            assertThat(text).contains("1. The operating system's TCP asks", "2. Weir's TCP asks")
                    .contains("from weir to kernel: 200 kB", "from kernel to weir: 200 kB")
                    .contains("[LAST-ACK]", "[TIME-WAIT]");
        });
    }

    @Test
    void jsonHasBothExchangesAndSaysWhoseTcpEachSideIs() throws Throwable {
        NetworkNamespace.run(() -> assertThat(demo("--json", "--bytes=50kB", "--delay=1ms"))
                .startsWith("{\"command\":\"demo\"").endsWith("}\n")
                .containsPattern("\"client\":\\{\"host\":\"kernel\",\"tcp\":\"os\".*\"client\":\\{\"host\":\"weir\",\"tcp\":\"weir\""));
    }

    @Test
    void captureOfBothExchangesHasNothingMalformedAndNoBadChecksum() throws Throwable {
        assumeTrue(isInstalled("tshark"), "tshark is not installed");
        String file = folder.resolve("tun.pcapng").toString();
        NetworkNamespace.run(() -> assertThat(demo("--bytes=50kB", "--delay=1ms", "--pcap", file))
                .containsPattern("\\d+ packets written: wireshark "));
        assertThat(tshark(file, "tcp.flags.syn == 1 && tcp.flags.ack == 0").lines()).hasSize(2);
        assertThat(tshark(file, "_ws.malformed || tcp.checksum.status != Good || ip.checksum.status != Good")).isEmpty();
    }

    private static String tshark(String file, String filter) throws Exception {
        var process = new ProcessBuilder("tshark", "-r", file, "-o", "tcp.check_checksum:TRUE",
                "-o", "ip.check_checksum:TRUE", "-Y", filter).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return Command.result(process).output();
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
