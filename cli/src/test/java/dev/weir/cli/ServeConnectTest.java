package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.connect.ConnectCommand;
import dev.weir.cli.serve.ServeCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code weir serve} and {@code weir connect} over the operating system's loopback. */
class ServeConnectTest {
    private static Running serve(String... arguments) {
        return Running.weir(IntStream.range(-2, arguments.length)
                .mapToObj(i -> i == -2 ? "serve" : i == -1 ? "0" : arguments[i]).toArray(String[]::new));
    }

    private static Running connect(int port, String... arguments) {
        return Running.weir(IntStream.range(-2, arguments.length)
                .mapToObj(i -> i == -2 ? "connect" : i == -1 ? "127.0.0.1:" + port : arguments[i]).toArray(String[]::new));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void firstLineSaysWhoseTcpItIsWhoCanReachItAndWhatAFilterCanDo() {
        var server = serve("--echo");
        assertThat(server.line("TCP on"))
                .matches("os TCP on 127\\.0\\.0\\.1:[0-9]+; from this host only; a filter closes after accept");
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
        assertThat(server.told().getLast()).startsWith("no client in ");
    }

    @Test
    void pipeCarriesBothDirectionsAndEndsWhenBothHaveEnded() {
        var server = serve("-N");
        var client = connect(server.port(), "-N");
        client.type("question").endInput();
        server.type("answer").endInput();
        assertThat(client.exitCode()).isZero();
        assertThat(server.exitCode()).isZero();
        assertThat(text(server.output())).isEqualTo("question");
        assertThat(text(client.output())).isEqualTo("answer");
        assertThat(client.told().getLast()).startsWith("8 B sent, 6 B received in ");
        assertThat(server.told().getLast()).startsWith("1 client: 6 B sent, 8 B received in ");
    }

    @Test
    void endOfInputAloneEndsNothing() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = connect(listening.getLocalPort());
            client.type("a").endInput();
            try (var peer = listening.accept()) {
                assertThat(peer.getInputStream().read()).isEqualTo('a');
                peer.getOutputStream().write("late".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(client.exitCode()).isZero();
            assertThat(text(client.output())).isEqualTo("late");
        }
    }

    @Test
    void peerThatHasNoMoreToSendStillGetsAllOfTheInput() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = connect(listening.getLocalPort(), "-N");
            try (var peer = listening.accept()) {
                peer.shutdownOutput();
                client.type("x".repeat(1000)).type("y".repeat(1000)).endInput();
                assertThat(peer.getInputStream().readAllBytes()).hasSize(2000);
            }
            assertThat(client.exitCode()).isZero();
        }
    }

    @Test
    void echoSendsBackWhatComes() {
        var server = serve("--echo");
        var client = connect(server.port(), "-N").type("hello\n").endInput();
        assertThat(client.exitCode()).isZero();
        assertThat(text(client.output())).isEqualTo("hello\n");
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void discardAnswersNothing() {
        var server = serve("--discard");
        var client = connect(server.port(), "-N").type("hello\n").endInput();
        assertThat(client.exitCode()).isZero();
        assertThat(client.output()).isEmpty();
        assertThat(server.exitCode()).isZero();
        assertThat(server.told().getLast()).startsWith("1 client: 0 B sent, 6 B received in ");
    }

    @Test
    void sourceSendsSoManyBytesInPrintableLines() {
        var server = serve("--source", "200kB");
        var client = connect(server.port(), "-N").endInput();
        assertThat(client.exitCode()).isZero();
        assertThat(client.output()).hasSize(200_000);
        List<String> lines = text(client.output()).lines().toList();
        assertThat(lines.get(0)).hasSize(72).startsWith(" !\"#$%");
        assertThat(lines.get(1)).isEqualTo(lines.get(0).substring(1) + "h");
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void manyClientsAreServedAtATimeUntilTheServerIsStopped() {
        var server = serve("--echo", "-k");
        int port = server.port();
        var first = connect(port).type("1");
        var second = connect(port, "-N").type("2").endInput(); // while the first one is still there
        assertThat(second.exitCode()).isZero();
        assertThat(text(second.output())).isEqualTo("2");
        first.awaitOutput(1);
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
        first.endInput();
        assertThat(first.exitCode()).isZero();
        assertThat(server.told().getLast()).startsWith("2 clients: 2 B sent, 2 B received in ");
    }

    @Test
    void inputOfAServerGoesToAllWhoAreThere() throws IOException {
        var server = serve("-k", "-v");
        int port = server.port();
        try (var one = new Socket("127.0.0.1", port); var two = new Socket("127.0.0.1", port)) {
            one.getOutputStream().write('1'); // answered by nobody, but then both are known to the server
            two.getOutputStream().write('2');
            server.line("connected");
            server.line("connected");
            server.type("to all").endInput();
            assertThat(text(one.getInputStream().readNBytes(3))).isEqualTo("to ");
            server.command("serve", ServeCommand.class).stop();
        }
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void clientWhomTheFilterDeniesIsClosedAndCounted() throws IOException {
        var server = serve("--echo", "-k", "--deny", "127.0.0.0/8", "-v");
        try (var denied = new Socket("127.0.0.1", server.port())) {
            assertThat(denied.getInputStream().read()).isEqualTo(-1);
        }
        server.line("filter: denied 127.0.0.1:");
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
        assertThat(server.told().getLast()).isEqualTo("denied 1: 1 by deny 127.0.0.0/8");
    }

    @Test
    void deniedClientDoesNotCountAsTheOneClient() throws IOException {
        var server = serve("--echo", "--allow", "127.0.0.1", "--max-per-address", "1");
        int port = server.port();
        try (var denied = new Socket()) {
            denied.bind(new InetSocketAddress("127.0.0.2", 0));
            denied.connect(new InetSocketAddress("127.0.0.1", port));
            assertThat(denied.getInputStream().read()).isEqualTo(-1);
        }
        var client = connect(port, "-N").type("x").endInput();
        assertThat(client.exitCode()).isZero();
        assertThat(text(client.output())).isEqualTo("x");
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void stoppedClientPrintsItsSummaryAndClosesItsConnection() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = connect(listening.getLocalPort()).type("abc");
            try (var peer = listening.accept()) {
                assertThat(peer.getInputStream().readNBytes(3)).hasSize(3);
                client.command("connect", ConnectCommand.class).stop();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(client.exitCode()).isZero();
            assertThat(client.told().getLast()).startsWith("3 B sent, 0 B received in ");
        }
    }

    @Test
    void tlsWithACertificateMadeForTheRunIsBelievedByItsFingerprintOnly() {
        var server = serve("--echo", "-k", "--tls");
        int port = server.port();
        String fingerprint = server.line("SHA-256").replaceFirst(".* ", "");

        var careful = connect(port, "-N", "--tls").endInput();
        assertThat(careful.exitCode()).isEqualTo(1);
        assertThat(careful.told()).anyMatch(line -> line.contains("vouches for"))
                .contains("  if it is the one you expect: --fingerprint " + fingerprint);

        var pinned = connect(port, "-N", "--tls", "--fingerprint", fingerprint).type("secret").endInput();
        assertThat(pinned.exitCode()).isZero();
        assertThat(text(pinned.output())).isEqualTo("secret");

        var mistaken = connect(port, "-N", "--tls", "--fingerprint", "00".repeat(32)).endInput();
        assertThat(mistaken.exitCode()).isEqualTo(1);
        assertThat(mistaken.told()).anyMatch(line -> line.contains("another certificate"));

        var careless = connect(port, "-N", "--tls", "--insecure").type("x").endInput();
        assertThat(careless.exitCode()).isZero();
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void clientWithoutTlsIsToldApart() {
        var server = serve("--echo", "-k", "--tls", "-v");
        var client = connect(server.port()).type("GET / HTTP/1.0\r\n\r\n").endInput();
        server.line("does not speak TLS");
        client.exitCode();
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void refusalNamesTheCauseAndTheNextStep() throws IOException {
        int port;
        try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        var client = connect(port);
        assertThat(client.exitCode()).isEqualTo(1);
        assertThat(client.told()).containsExactly(
                "os TCP to 127.0.0.1:" + port,
                "weir: 127.0.0.1:" + port + " refused the connection",
                "  a reset came back: nothing listens on port " + port + " there, or a filter rejects it",
                "  start something: weir serve " + port);
    }

    @Test
    void resetSaysWhenAndAfterHowMuch() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = connect(listening.getLocalPort()).type("abc");
            try (var peer = listening.accept()) {
                peer.getInputStream().readNBytes(3);
                peer.setSoLinger(true, 0);
            }
            assertThat(client.exitCode()).isEqualTo(1);
            assertThat(client.told()).anyMatch(line -> line.matches(
                    "weir: 127\\.0\\.0\\.1:[0-9]+ reset the connection after .*, with [03] B sent and 0 B received"));
        }
    }

    @Test
    void silenceInBothDirectionsEndsASessionWithAnIdleTimeout() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = connect(listening.getLocalPort(), "-w", "2s");
            assertThat(client.exitCode()).isEqualTo(1);
            assertThat(client.told()).anyMatch(line -> line.contains("nothing passed to or from 127.0.0.1:"));
        }
    }

    @Test
    void portInUseNamesTheNearestFreeOne() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var server = Running.weir("serve", String.valueOf(taken.getLocalPort()));
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.told().getFirst()).startsWith("weir: port " + taken.getLocalPort() + " is in use");
            assertThat(server.told().get(1)).matches("  the nearest free port: weir serve [0-9]+");
        }
    }

    @Test
    void foreignAddressIsRefusedWithOurOwn() {
        var server = serve("-s", "192.0.2.1");
        assertThat(server.exitCode()).isEqualTo(1);
        assertThat(server.told().getFirst()).isEqualTo("weir: 192.0.2.1 is not an address of this host");
    }

    @Test
    void unknownNameSaysWhatToCheck() {
        var client = Running.weir("connect", "no-such-host.invalid", "80");
        assertThat(client.exitCode()).isEqualTo(1);
        assertThat(client.told().getFirst()).startsWith("weir: there is no host called 'no-such-host.invalid'");
    }

    @Test
    void contradictionsAreUsageErrors() {
        for (var arguments : List.of("-4 -6", "--public -s 127.0.0.1", "--echo --discard", "--cert x", "--tls --key x",
                "--max-connections 0", "--allow 10.0.0/8", "--http /no/such/folder", "--source many", "--via carrier-pigeon")) {
            var server = serve(arguments.split(" "));
            assertThat(server.exitCode()).as(arguments).isEqualTo(2);
            assertThat(server.told().getFirst()).as(arguments).startsWith("weir: ");
        }
        for (var arguments : List.of("-4 -6", "--insecure", "--tls --insecure --cafile x", "--tls --fingerprint 12")) {
            var client = connect(1, arguments.split(" "));
            assertThat(client.exitCode()).as(arguments).isEqualTo(2);
            assertThat(client.told().getFirst()).as(arguments).startsWith("weir: ");
        }
    }

    @Test
    void quietClientSaysNothing() {
        var server = serve("--echo");
        var client = connect(server.port(), "-N", "-q").type("x").endInput();
        assertThat(client.exitCode()).isZero();
        assertThat(client.told()).isEmpty();
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void quietServerStillNamesThePortThatItPicked() {
        var server = serve("--echo", "-q");
        assertThat(server.line("port")).matches("port [0-9]+");
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
        assertThat(server.told()).hasSize(1);
    }
}
