package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import dev.weir.it.Tshark.Packet;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --pcap} writes, read by Wireshark's own tools. */
@RequiresTools({"tshark", "capinfos"})
class CaptureTest {
    private static final int PORT = 47_000; // no protocol that tshark would look for
    private static final int CLOSED_COMPLETE = 31; // see Tshark.Packet
    private static final int RESET_COMPLETE = 47;
    private static final int REFUSED = 37;

    @TempDir
    private Path folder;

    private String file() {
        return folder.resolve("test.pcapng").toString();
    }

    private List<Packet> packets() throws Exception {
        return Tshark.packets(Path.of(file()));
    }

    /** In order, within the time of the test, and finer than milliseconds. */
    private static void assertTimes(List<Packet> packets, Instant begin) {
        var times = packets.stream().map(packet -> Double.parseDouble(packet.time())).toList();
        assertThat(times).isSorted();
        assertThat(times.getFirst()).isGreaterThanOrEqualTo(begin.getEpochSecond());
        assertThat(times.getLast()).isLessThanOrEqualTo(Instant.now().getEpochSecond() + 1);
        assertThat(packets).anyMatch(packet -> !packet.time().endsWith("000000"));
    }

    /** By connection. */
    private static List<Integer> completeness(List<Packet> packets) {
        var byStream = new TreeMap<Integer, Integer>();
        for (var packet : packets) byStream.put(packet.stream(), packet.completeness());
        return List.copyOf(byStream.values());
    }

    private static List<String> comments(List<Packet> packets) {
        return packets.stream().map(Packet::comments).toList();
    }

    private static long textBytes(List<Packet> packets) {
        return packets.stream().mapToLong(Packet::length).sum();
    }

    @Test
    void demoInMemoryTellsWhatWasLostAndRetransmitted() throws Exception {
        Weir.run("demo", "--bytes", "300kB", "--loss", "2%", "--pcap", file());
        var packets = packets();
        assertThat(completeness(packets)).containsExactly(CLOSED_COMPLETE);
        assertThat(textBytes(packets)).isGreaterThan(300_000);
        assertThat(comments(packets)).anyMatch(comment -> comment.contains("lost"))
                .anyMatch(comment -> comment.contains("retransmission"))
                .anyMatch(comment -> comment.contains("SYN-SENT to ESTABLISHED"));
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    @RequiresTun
    void demoWithTheKernelHasBothConnections(boolean ipv6) throws Throwable {
        var begin = Instant.now();
        Network.run(() -> Weir.run("demo", "--via", "tun", "--bytes", "300kB", "--loss", "2%", "--delay", "2ms",
                "--pcap", file(), ipv6 ? "--ipv6" : "--full"));
        var packets = packets();
        assertTimes(packets, begin);
        assertThat(completeness(packets)).containsExactly(CLOSED_COMPLETE, CLOSED_COMPLETE);
        assertThat(textBytes(packets)).isGreaterThan(600_000);
        assertThat(comments(packets)).anyMatch(comment -> comment.contains("SYN-SENT to ESTABLISHED"))
                .anyMatch(comment -> comment.contains("loss 2%")).anyMatch(comment -> comment.contains("retransmi"));
    }

    @Test
    @RequiresTun
    void serverThatRefusesOnePortAndServesAnother() throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var weir = Weir.start("serve", "47000", "--via", "tun", "--source", "5MB", "--pcap", file())) {
                weir.line("weir TCP on ");
                assertThat(Command.result("curl", Pair.WEIR + ":" + (PORT + 1)).status()).isEqualTo(7);
                try (var client = new Socket(Pair.WEIR, PORT)) {
                    assertThat(Stream.read(client.getInputStream()).bytes()).isEqualTo(5_000_000);
                }
                assertThat(weir.exitCode()).as(weir.told().toString()).isZero();
            }
        });
        var packets = packets();
        assertTimes(packets, begin);
        assertThat(completeness(packets)).containsExactly(REFUSED, CLOSED_COMPLETE);
        assertThat(textBytes(packets)).isEqualTo(5_000_000);
        assertThat(comments(packets)).anyMatch(comment -> comment.contains("SYN-RECEIVED to ESTABLISHED"));
    }

    @Test
    @RequiresTun
    void clientThatIsReset() throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var listening = new ServerSocket(PORT);
                    var weir = Weir.start(Redirect.from(new File("/dev/zero")), Redirect.PIPE,
                            "connect", "--via", "tun", Pair.KERNEL, "47000", "--pcap", file());
                    var server = listening.accept()) {
                server.getInputStream().readNBytes(1_000_000);
                server.setSoLinger(true, 0);
                server.close();
                assertThat(weir.exitCode()).isEqualTo(1);
            }
        });
        var packets = packets();
        assertTimes(packets, begin);
        assertThat(completeness(packets)).containsExactly(RESET_COMPLETE);
        assertThat(comments(packets)).anyMatch(comment -> comment.contains("ESTABLISHED to CLOSED: RST"));
    }
}
