package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.io.RequiresTun;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections between Weir and the kernel begin and end when things are not plain. */
@RequiresTun
class EndingsTest {
    private static final int PORT = 7001;
    private static final int PATIENCE_MILLIS = 20_000;

    @ParameterizedTest(name = "Weir opens: {0}")
    @ValueSource(booleans = {true, false})
    void halfClosedClientStillReadsTheAnswer(boolean weirOpens) throws Throwable {
        Pair.run(pair -> {
            try (var server = pair.listen(!weirOpens, PORT)) {
                var serving = Background.of(() -> {
                    try (var socket = server.accept()) {
                        var request = Stream.read(socket.getInputStream());
                        Stream.write(socket.getOutputStream(), 100_000);
                        return request;
                    }
                });
                try (var socket = pair.connect(weirOpens, false, PORT)) {
                    long hash = Stream.write(socket.getOutputStream(), 50_000);
                    socket.shutdownOutput();
                    assertThat(Stream.read(socket.getInputStream()).bytes()).isEqualTo(100_000);
                    assertThat(serving.result()).isEqualTo(new Stream.Received(50_000, hash));
                }
            }
        });
    }

    @ParameterizedTest(name = "Weir opens: {0}")
    @ValueSource(booleans = {true, false})
    void lingerOfZeroResetsThePeer(boolean weirOpens) throws Throwable {
        Pair.run(pair -> {
            try (var server = pair.listen(!weirOpens, PORT)) {
                var socket = pair.connect(weirOpens, false, PORT);
                try (var accepted = server.accept()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                    assertThatThrownBy(() -> accepted.getInputStream().read())
                            .isInstanceOf(SocketException.class).hasMessage("Connection reset");
                }
            }
        });
    }

    @ParameterizedTest(name = "Weir opens: {0}")
    @ValueSource(booleans = {true, false})
    void portWithoutListenerRefuses(boolean weirOpens) throws Throwable {
        Pair.run(pair -> assertThatThrownBy(() -> pair.connect(weirOpens, false, PORT))
                .isInstanceOf(ConnectException.class).hasMessage("Connection refused"));
    }

    /** The reader rests for five seconds of real time, since a real peer's timers must pass. */
    @ParameterizedTest(name = "Weir sends: {0}")
    @ValueSource(booleans = {true, false})
    void zeroWindowForFiveSecondsLosesNothing(boolean weirSends) throws Throwable {
        Pair.run(pair -> {
            try (var server = pair.listen(!weirSends, PORT); var sender = pair.connect(weirSends, false, PORT);
                    var receiver = server.accept()) {
                var sending = Background.of(() -> {
                    long hash = Stream.write(sender.getOutputStream(), 32 << 20); // more than all buffers hold
                    sender.shutdownOutput();
                    return hash;
                });
                Thread.sleep(5_000);
                var received = Stream.read(receiver.getInputStream());
                assertThat(received).isEqualTo(new Stream.Received(32 << 20, sending.result()));
            }
        });
    }

    @ParameterizedTest(name = "Weir opens: {0}")
    @ValueSource(booleans = {true, false})
    void thousandConnectionsAtOnceAllEcho(boolean weirOpens) throws Throwable {
        Pair.run(pair -> {
            try (var server = weirOpens ? new ServerSocket(PORT, 1024) : pair.sockets().serverSocketFactory()
                    .createServerSocket(PORT, 1024)) {
                var serving = Background.of(() -> {
                    var accepted = new ArrayList<Socket>();
                    for (int i = 0; i < 1000; i++) accepted.add(server.accept());
                    for (var socket : accepted) socket.getOutputStream().write(socket.getInputStream().read());
                    for (var socket : accepted) socket.close();
                    return accepted.size();
                });
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < 1000; i++) clients.add(pair.connect(weirOpens, false, PORT));
                for (int i = 0; i < 1000; i++) clients.get(i).getOutputStream().write(i & 0x7f);
                for (int i = 0; i < 1000; i++) {
                    clients.get(i).setSoTimeout(PATIENCE_MILLIS);
                    assertThat(clients.get(i).getInputStream().read()).isEqualTo(i & 0x7f);
                    clients.get(i).close();
                }
                assertThat(serving.result()).isEqualTo(1000);
            }
        });
    }

    @ParameterizedTest(name = "Weir opens: {0}")
    @ValueSource(booleans = {true, false})
    void peerOfAClosedStackIsNotLeftEstablished(boolean weirOpens) throws Throwable {
        Pair.run(pair -> {
            var server = pair.listen(!weirOpens, PORT);
            var socket = pair.connect(weirOpens, false, PORT);
            var accepted = server.accept();
            var kernels = weirOpens ? accepted : socket;
            pair.close();
            kernels.setSoTimeout(PATIENCE_MILLIS);
            assertThat(endOf(kernels)).isIn("end of stream", "Connection reset");
            assertThat(Network.connections("established")).isBlank();
            if (weirOpens) server.close();
            kernels.close();
        });
    }

    private static String endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0 ? "end of stream" : "data";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
