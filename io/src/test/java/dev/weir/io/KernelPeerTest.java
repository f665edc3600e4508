package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.config.StackConfig;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stack on a TUN device talks to the kernel's TCP: enough to know that loop, link and offload work together. */
@RequiresTun
class KernelPeerTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final byte[] data = new byte[8 << 20];

    KernelPeerTest() {
        new Random(1).nextBytes(data);
    }

    private static EventLoop start(boolean offload) throws TunUnavailable {
        return EventLoop.start(StackConfig.linux().withAddresses("10.77.0.2/24", "fd77::2/64"),
                TunLink.open(TunConfig.of("10.77.0.1/24", "fd77::1/64").withOffload(offload)));
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.2, true", "10.77.0.2, false", "fd77::2, true", "fd77::2, false"})
    void clientOfTheKernelIsEchoed(String address, boolean offload) throws Throwable {
        NetworkNamespace.run(() -> {
            try (var loop = start(offload)) {
                var listener = Peer.listen(loop, 7);
                var echo = new FutureTask<>(() -> {
                    var accepted = Peer.accept(loop, listener);
                    var buffer = new byte[1 << 16];
                    for (int got; (got = accepted.read(buffer, 0, buffer.length)) > 0; ) {
                        accepted.write(Arrays.copyOf(buffer, got));
                    }
                    accepted.close();
                    return null;
                });
                Thread.ofVirtual().start(echo);
                try (var socket = new Socket(address, 7)) {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    var writer = Thread.ofPlatform().daemon().start(() -> {
                        try {
                            socket.getOutputStream().write(data);
                            socket.shutdownOutput();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    assertThat(socket.getInputStream().readNBytes(data.length)).isEqualTo(data);
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                    writer.join();
                }
                echo.get();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.1, true", "10.77.0.1, false", "fd77::1, true"})
    void serverOfTheKernelIsReached(String address, boolean offload) throws Throwable {
        NetworkNamespace.run(() -> {
            try (var loop = start(offload); var listener = new ServerSocket(0, 5, InetAddress.getByName(address))) {
                listener.setSoTimeout(PATIENCE_MILLIS);
                var connected = Peer.connect(loop, address, listener.getLocalPort());
                try (var socket = listener.accept()) {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    var writer = new FutureTask<>(() -> {
                        connected.write(data);
                        connected.close();
                        return null;
                    });
                    Thread.ofVirtual().start(writer);
                    assertThat(socket.getInputStream().readAllBytes()).isEqualTo(data);
                    writer.get();
                }
            }
        });
    }

    @Test
    void endOfAProcessThatWasToldToEndLeavesNoPeerHanging() throws Throwable {
        NetworkNamespace.run(() -> {
            // of the thread's namespace, before the device exists
            try (var listener = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
                listener.setSoTimeout(PATIENCE_MILLIS);
                var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        KernelPeerTest.class.getName(), Integer.toString(listener.getLocalPort())).inheritIO().start();
                try (var socket = listener.accept()) {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    assertThat(socket.getInputStream().readNBytes(3)).isEqualTo("bye".getBytes());
                    process.destroy(); // as Ctrl-C does
                    assertThat(socket.getInputStream().read()).as("a FIN").isEqualTo(-1);
                }
                assertThat(process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            }
        });
    }

    /** Connects, writes, and does not end by itself. */
    public static void main(String[] arguments) throws Exception {
        var loop = start(true);
        Peer.connect(loop, "10.77.0.1", Integer.parseInt(arguments[0])).write("bye".getBytes());
        new CountDownLatch(1).await();
    }

    @Test
    void portWithoutAListenerRefuses() throws Throwable {
        NetworkNamespace.run(() -> {
            try (var _ = start(true)) {
                assertThatThrownBy(() -> new Socket("10.77.0.2", 9)).isInstanceOf(ConnectException.class)
                        .hasMessageContaining("refused");
            }
        });
    }
}
