package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code weir connect} and {@code weir serve} say when a real kernel lets them down: cause, and next step. */
@RequiresTun
class FailureTest {
    private static final String PORT = "7000";

    /** What {@code weir connect --via tun} says; it must fail. */
    private static List<String> failing(String... target) throws Exception {
        var words = new ArrayList<>(List.of("connect", "--via", "tun"));
        words.addAll(List.of(target));
        return failed(words.toArray(String[]::new));
    }

    private static List<String> failed(String... words) throws Exception {
        var result = Weir.result(words);
        assertThat(result.status()).as(result.toString()).isEqualTo(1);
        return result.told();
    }

    /** The kernel's filter in this network: what it does with SYNs to {@link #PORT}. */
    private static void filter(String verdict) throws Exception {
        Command.run("nft", "add table inet test; add chain inet test in { type filter hook input priority 0; }; "
                + "add rule inet test in tcp dport " + PORT + " " + verdict);
    }

    @ParameterizedTest
    @CsvSource({Pair.KERNEL + ", " + Pair.KERNEL, Pair.KERNEL_IPV6 + ", [" + Pair.KERNEL_IPV6 + "]"})
    void refused(String address, String shown) throws Throwable {
        Network.run(() -> assertThat(failing(address, PORT)).containsExactly(
                "weir TCP to " + shown + ":7000",
                "weir: " + shown + ":7000 refused the connection",
                "  a reset came back: nothing listens on port 7000 there, or a filter rejects it",
                "  start something: weir serve 7000 --public"));
    }

    /** Two SYNs, since the first time-out is a second long. */
    @Test
    @RequiresTools("nft")
    void timedOut() throws Throwable {
        Network.run(() -> {
            filter("drop");
            var told = failing("--connect-timeout", "1500ms", Pair.KERNEL, PORT);
            assertThat(told.get(1)).matches("weir: 10\\.77\\.0\\.1:7000 did not answer: 2 SYNs in \\d.* s");
            assertThat(told.get(2)).contains("a firewall drops what is sent there");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-unreachable", "admin-prohibited"})
    @RequiresTools("nft")
    void unreachable(String code) throws Throwable {
        Network.run(() -> {
            filter("reject with icmpx type " + code);
            assertThat(failing(Pair.KERNEL, PORT)).element(1).asString()
                    .startsWith("weir: 10.77.0.1:7000 is unreachable: an ICMP error came back, after ");
        });
    }

    @Test
    @RequiresTools("sysctl")
    void noRouteBeyondTheKernel() throws Throwable {
        Network.run(() -> {
            Command.run("sysctl", "-w", "net.ipv4.ip_forward=1");
            var told = failing("192.0.2.1", PORT);
            String cause = "weir: no route to 192.0.2.1:7000: an ICMP error came back, after ";
            assertThat(told).contains("  see: ip route get 192.0.2.1").anyMatch(line -> line.startsWith(cause))
                    .anyMatch(line -> line.contains("192.0.2.1 is beyond this host"));
        });
    }

    @Test
    void noAddressOfThatVersion() throws Throwable {
        Network.run(() -> assertThat(failing("--address", Pair.WEIR + "/24", Pair.KERNEL_IPV6, PORT)).endsWith(
                "weir: no route to [fd77::1]:7000: Weir has no address of that IP version",
                "  give Weir one: --address"));
    }

    @Test
    void clientResetByItsPeer() throws Throwable {
        Network.run(() -> {
            try (var listening = new ServerSocket(Integer.parseInt(PORT));
                    var weir = Weir.start("connect", "--via", "tun", Pair.KERNEL, PORT)) {
                try (var server = listening.accept()) {
                    weir.type("abc");
                    server.getInputStream().readNBytes(3);
                    weir.type("d"); // is read when "abc" has been counted
                    server.getInputStream().readNBytes(1);
                    server.getOutputStream().write(new byte[2]);
                    server.setSoLinger(true, 0);
                }
                assertThat(weir.exitCode()).isEqualTo(1);
                assertThat(weir.told()).anyMatch(line -> line.matches(
                        "weir: 10\\.77\\.0\\.1:7000 reset the connection after .*, with [34] B sent and 2 B received"));
            }
        });
    }

    @Test
    void serverResetByItsPeer() throws Throwable {
        Network.run(() -> {
            try (var weir = Weir.start("serve", PORT, "--via", "tun", "--discard")) {
                weir.line("weir TCP on ");
                try (var client = new Socket(Pair.WEIR, Integer.parseInt(PORT))) {
                    client.getOutputStream().write(new byte[1000]);
                    client.setSoLinger(true, 0);
                }
                assertThat(weir.exitCode()).isEqualTo(1);
                assertThat(weir.told()).anyMatch(line -> line.matches(
                        "weir: 10\\.77\\.0\\.1:[0-9]+ reset the connection after .*, with 0 B sent and .*B received"));
            }
        });
    }

    @Test
    void portInUseNamesWhoseItIsAndTheNearestFreeOne() throws Throwable {
        Network.run(() -> {
            try (var taken = new ServerSocket(7000, 1, InetAddress.getLoopbackAddress());
                    var next = new ServerSocket(7001, 1, InetAddress.getLoopbackAddress())) {
                assertThat(failed("serve", PORT)).containsExactly(
                        "weir: port 7000 is in use by java (pid " + ProcessHandle.current().pid() + ")",
                        "  the nearest free port: weir serve 6999",
                        "  or end that process, or its use of the port");
            }
        });
    }

    @Test
    void deviceInUseIsToldAndLeftInPeace() throws Throwable {
        Network.run(() -> {
            try (var first = Weir.start("serve", PORT, "--via", "tun:test0", "--echo")) {
                first.line("weir TCP on ");
                assertThat(failed("serve", PORT, "--via", "tun:test0")).element(0)
                        .isEqualTo("weir: the network device test0 is in use by another process");
                try (var client = new Socket(Pair.WEIR, Integer.parseInt(PORT))) {
                    client.getOutputStream().write('x');
                    assertThat(client.getInputStream().read()).isEqualTo('x');
                }
                assertThat(first.exitCode()).isZero();
            }
        });
    }
}
