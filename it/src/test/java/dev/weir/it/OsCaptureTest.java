package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import dev.weir.it.Tshark.Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --pcap} writes of the operating system's TCP, read by Wireshark's own tools, checksums checked. */
@RequiresTun
@RequiresTools({"tshark", "capinfos", "nsenter", "socat"})
class OsCaptureTest {
    private static final int PORT = 47_000; // no protocol that tshark would look for
    private static final String WEIR_PORT = "47000";
    private static final int CLOSED_COMPLETE = 31; // see Tshark.Packet
    private static final int REFUSED = 37;
    private static final int SYN = 2;
    private static final int FIN = 1;
    private static final int BYTES = 5_000_000;

    @TempDir
    private Path folder;

    private String file() {
        return folder.resolve("os.pcapng").toString();
    }

    private List<Packet> packets(Instant begin) throws Exception {
        var packets = Tshark.packets(Path.of(file()));
        assertThat(packets).allSatisfy(packet -> assertThat(Double.parseDouble(packet.time()))
                .isBetween((double) begin.getEpochSecond(), Instant.now().getEpochSecond() + 1.0));
        assertThat(packets).as("finer than milliseconds").anyMatch(packet -> !packet.time().endsWith("000000"));
        return packets;
    }

    /** From the first SYN to the acknowledgment of the last FIN. */
    private static void assertOneWholeConnection(List<Packet> packets, long bytes) {
        assertThat(packets).extracting(Packet::stream).containsOnly(0);
        assertThat(packets).extracting(Packet::completeness).containsOnly(CLOSED_COMPLETE);
        assertThat(packets.getFirst().flags()).isEqualTo(SYN);
        assertThat(packets.getLast().flags() & (SYN | FIN)).isZero();
        assertThat(packets.stream().filter(packet -> (packet.flags() & SYN) != 0)).hasSize(2);
        assertThat(packets.stream().filter(packet -> (packet.flags() & FIN) != 0)
                .map(packet -> packet.sequence() + packet.length()).distinct()) // the kernel probes for a lost tail
                .hasSize(2);
        assertThat(streamBytes(packets)).isEqualTo(bytes);
    }

    /** Of one direction that has text; without gaps, and what is sent again counts once. */
    private static long streamBytes(List<Packet> packets) {
        long next = 1;
        var texts = packets.stream().filter(packet -> packet.length() > 0)
                .sorted(Comparator.comparingLong(Packet::sequence)).toList();
        for (var packet : texts) {
            assertThat(packet.sequence()).isLessThanOrEqualTo(next);
            next = Math.max(next, packet.sequence() + packet.length());
        }
        return next - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void serverFromTheFirstSynToTheLastAcknowledgment(String address) throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var weir = Weir.start("serve", WEIR_PORT, "-s", address, "--source", "5MB", "--pcap", file())) {
                weir.line("os TCP on ");
                readAll(address);
                assertThat(weir.exitCode()).as(weir.told().toString()).isZero();
            }
        });
        assertOneWholeConnection(packets(begin), BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void clientFromTheFirstSynToTheLastAcknowledgment(String address) throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var server = Weir.start("serve", WEIR_PORT, "-k", "-s", address, "--source", "5MB")) {
                server.line("os TCP on ");
                readAll(address); // an exchange with the same server that is none of this client's
                Weir.run("connect", address, WEIR_PORT, "--pcap", file());
            }
        });
        assertOneWholeConnection(packets(begin), BYTES);
    }

    private static void readAll(String address) throws IOException {
        try (var client = new Socket(address, PORT)) {
            assertThat(Stream.read(client.getInputStream()).bytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void clientThatIsRefused() throws Throwable {
        var begin = Instant.now();
        Network.run(() -> assertThat(Weir.result("connect", "127.0.0.1", WEIR_PORT, "--pcap", file()).status())
                .isEqualTo(1));
        assertThat(packets(begin)).hasSize(2).extracting(Packet::completeness).containsOnly(REFUSED);
    }

    @Test
    void portThatTheKernelChoseAndManyClients() throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var weir = Weir.start("serve", "0", "-k", "--echo", "--pcap", file())) {
                int port = Integer.parseInt(weir.line("os TCP on ").replaceFirst(".*127\\.0\\.0\\.1:([0-9]+).*", "$1"));
                for (int i = 0; i < 3; i++) {
                    try (var client = new Socket("127.0.0.1", port)) {
                        client.getOutputStream().write(i);
                        assertThat(client.getInputStream().read()).isEqualTo(i);
                    }
                }
                weir.signal("INT");
                weir.exitCode();
            }
        });
        var packets = packets(begin);
        assertThat(packets).extracting(Packet::stream).contains(0, 1, 2).doesNotContain(3);
        assertThat(packets).extracting(Packet::completeness).containsOnly(CLOSED_COMPLETE);
    }

    @Test
    void segmentsThatAreLeftToTheDeviceAreWrittenWholeAndSaySo() throws Throwable {
        var begin = Instant.now();
        Pair.run(pair -> {
            try (var weir = Weir.start("serve", WEIR_PORT, "-s", Pair.KERNEL, "--source", "5MB", "--pcap", file())) {
                weir.line("os TCP on ");
                try (var client = pair.connect(true, false, PORT)) {
                    assertThat(Stream.read(client.getInputStream()).bytes()).isEqualTo(BYTES);
                }
                assertThat(weir.exitCode()).as(weir.told().toString()).isZero();
            }
        });
        var packets = packets(begin);
        assertOneWholeConnection(packets, BYTES);
        assertThat(packets).filteredOn(packet -> packet.length() > 1460).isNotEmpty()
                .allSatisfy(packet -> assertThat(packet.comments())
                        .startsWith("segmentation offload: the device cuts this into segments of 14"));
        assertThat(packets).filteredOn(packet -> packet.length() <= 1448).extracting(Packet::comments).containsOnly("");
    }

    /** The other network is the caller's child; both go with the test. */
    @Test
    void packetsThatPassABridgeAndItsPortAreThereOnce() throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var other = Child.start("unshare", "-n", "sleep", "60")) {
                ip("link add veth0 type veth peer name veth1 netns /proc/" + other.pid() + "/ns/net");
                ip("link add bridge0 type bridge");
                for (String device : List.of("veth0", "bridge0")) ip("link set " + device + " up");
                ip("link set veth0 master bridge0");
                ip("address add 10.79.0.1/24 dev bridge0");
                for (String setting : List.of("address add 10.79.0.2/24 dev veth1", "link set veth1 up")) {
                    Command.run(("nsenter -t " + other.pid() + " -n ip " + setting).split(" "));
                }
                try (var weir = Weir.start("serve", WEIR_PORT, "-s", "10.79.0.1", "--source", "1MB", "--pcap", file());
                        var client = inNetworkOf(other, weir)) {
                    assertThat(client.exitCode()).isZero();
                    assertThat(weir.exitCode()).as(weir.told().toString()).isZero();
                }
            }
        });
        assertOneWholeConnection(packets(begin), 1_000_000);
    }

    private static Child inNetworkOf(Child other, Child weir) throws Exception {
        weir.line("os TCP on ");
        return Child.start("nsenter", "-t", String.valueOf(other.pid()), "-n", "socat", "-u", "TCP:10.79.0.1:" + PORT,
                "OPEN:/dev/null");
    }

    private static void ip(String words) throws Exception {
        Command.run(("ip " + words).split(" "));
    }

    @Test
    void connectionThatItsPeerKeepsOpenDoesNotHoldTheCapture() throws Throwable {
        var begin = Instant.now();
        Network.run(() -> {
            try (var server = new ServerSocket()) {
                server.bind(new InetSocketAddress("127.0.0.1", PORT));
                try (var weir = Weir.start("connect", "127.0.0.1", WEIR_PORT, "-w", "300ms", "--pcap", file());
                        var accepted = server.accept()) {
                    assertThat(weir.exitCode()).as("nothing passed").isEqualTo(1);
                    assertThat(accepted.isConnected()).isTrue();
                }
            }
        });
        assertThat(packets(begin)).anyMatch(packet -> (packet.flags() & FIN) != 0);
    }
}
