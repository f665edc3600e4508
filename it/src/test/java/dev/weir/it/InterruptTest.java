package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ctrl-C, and SIGTERM: weir tells its peers in the kernel, sums up, and ends. Its device goes with it, so a connection
 * that the kernel still holds for established afterwards would stay so for hours.
 */
@RequiresTun
@RequiresTools("ss")
class InterruptTest {
    private static final int PORT = 7000;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int KILLED = 128;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private static Child serve(String... options) throws Exception {
        var words = new ArrayList<>(List.of("serve", String.valueOf(PORT), "--via", "tun"));
        words.addAll(List.of(options));
        var weir = Weir.start(words.toArray(String[]::new));
        weir.line("weir TCP on ");
        return weir;
    }

    /** Its input is endless or stays open. */
    private static Child connect(boolean sends) throws Exception {
        var in = sends ? Redirect.from(new File("/dev/zero")) : Redirect.PIPE;
        return Weir.start(in, Redirect.DISCARD, "connect", "--via", "tun", Pair.KERNEL, String.valueOf(PORT));
    }

    private static Socket client() throws IOException {
        var socket = new Socket(Pair.WEIR, PORT);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Socket accept(ServerSocket listening) throws IOException {
        listening.setSoTimeout(PATIENCE_MILLIS);
        var socket = listening.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The signal, the end that follows, and the summary. */
    private static String stopped(Child weir, String signal, boolean weirOpens) throws Exception {
        weir.signal(signal);
        int killed = KILLED + (signal.equals("INT") ? SIGINT : SIGTERM);
        assertThat(weir.exitCode()).as(weir.told().toString()).isEqualTo(weirOpens ? killed : 0); // servers are to be stopped
        assertThat(Network.connections("established")).isBlank();
        return weir.told().getLast();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void clientsOfAnIdleServerReadTheEnd(String signal) throws Throwable {
        Network.run(() -> {
            try (var weir = serve("--echo", "-k"); var one = client(); var two = client(); var silent = client()) {
                for (var talking : List.of(one, two)) {
                    talking.getOutputStream().write('x');
                    assertThat(talking.getInputStream().read()).isEqualTo('x');
                }
                assertThat(stopped(weir, signal, false)).startsWith("3 clients: 2 B sent, 2 B received in ");
                for (var each : List.of(one, two, silent)) assertThat(each.getInputStream().read()).isEqualTo(-1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void serverOfAnIdleClientReadsTheEnd(String signal) throws Throwable {
        Network.run(() -> {
            try (var listening = new ServerSocket(PORT); var weir = connect(false); var server = accept(listening)) {
                weir.type("abc");
                assertThat(server.getInputStream().readNBytes(3)).hasSize(3);
                assertThat(stopped(weir, signal, true)).startsWith("3 B sent, 0 B received in ");
                assertThat(server.getInputStream().read()).isEqualTo(-1);
            }
        });
    }

    /** The kernel sends without an end, and weir takes what comes. */
    @ParameterizedTest(name = "weir opens: {0}, SIG{1}")
    @CsvSource({"true, INT", "false, INT", "true, TERM", "false, TERM"})
    void senderIsReset(boolean weirOpens, String signal) throws Throwable {
        Network.run(() -> {
            try (var listening = new ServerSocket(PORT); var weir = weirOpens ? connect(false) : serve("--discard");
                    var kernels = weirOpens ? accept(listening) : client()) {
                var flowing = new CountDownLatch(1);
                var sending = Background.of(() -> sendForEver(kernels, flowing));
                assertThat(flowing.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
                assertThat(stopped(weir, signal, weirOpens)).contains("0 B sent, ", "B received in ");
                assertThat(sending.result()).isIn("Connection reset", "Connection reset by peer", "Broken pipe");
            }
        });
    }

    /** Weir sends without an end, and the kernel reads on. */
    @ParameterizedTest(name = "weir opens: {0}, SIG{1}")
    @CsvSource({"true, INT", "false, INT", "true, TERM", "false, TERM"})
    void readerReadsAnEnd(boolean weirOpens, String signal) throws Throwable {
        Network.run(() -> {
            try (var listening = new ServerSocket(PORT);
                    var weir = weirOpens ? connect(true) : serve("--source", "1000GB");
                    var kernels = weirOpens ? accept(listening) : client()) {
                assertThat(kernels.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
                var reading = Background.of(() -> Stream.read(kernels.getInputStream()));
                assertThat(stopped(weir, signal, weirOpens)).contains("B sent, 0 B received in ");
                assertThat(reading.result().bytes()).isPositive();
            }
        });
    }

    /** Weir sends, and the kernel's application does not read: after a limit, a reset has to end that. */
    @ParameterizedTest(name = "weir opens: {0}")
    @ValueSource(booleans = {true, false})
    void peerWithAShutWindowIsResetAfterAWhile(boolean weirOpens) throws Throwable {
        Network.run(() -> {
            try (var listening = new ServerSocket(PORT);
                    var weir = weirOpens ? connect(true) : serve("--source", "1000GB");
                    var kernels = weirOpens ? accept(listening) : client()) {
                awaitStill(kernels);
                assertThat(stopped(weir, "INT", weirOpens)).contains("B sent, 0 B received in ");
            }
        });
    }

    /** @return how that ended */
    private static String sendForEver(Socket socket, CountDownLatch flowing) {
        var block = new byte[1 << 16];
        try {
            for (int blocks = 0; ; blocks++) {
                socket.getOutputStream().write(block);
                if (blocks == 1000) flowing.countDown(); // more than all buffers hold
            }
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** Until nothing more arrives, for as long as a sender that may send needs to do so. */
    private static void awaitStill(Socket socket) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (int still = 0, last = 0; still < 20; ) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(10);
            int waiting = socket.getInputStream().available();
            still = waiting > 0 && waiting == last ? still + 1 : 0;
            last = waiting;
        }
    }
}
