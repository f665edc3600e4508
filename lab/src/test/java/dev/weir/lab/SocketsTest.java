package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Echo;
import dev.weir.sockets.Sockets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ordinary blocking code on {@code java.net} sockets, while actors play the other side and the clock is virtual. */
class SocketsTest {
    private final Payload payload = new Payload(11);
    private final TwoHosts net = TwoHosts.builder().delay(Duration.ofMillis(20)).loss(0.02).seed(4).build();
    private final Sockets sockets = Sockets.over(net.client());

    @Test
    void aClientTalksToAnActor() throws IOException {
        net.server().listen(7, Echo::new);
        var sent = new byte[50_000];
        payload.fill(sent, 0, sent.length, 0);
        try (var socket = sockets.connect("10.0.0.2", 7)) {
            socket.getOutputStream().write(sent);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
        }
        assertThat(net.time().elapsed()).isGreaterThan(Duration.ofMillis(80)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aServerAcceptsAnActor() throws IOException {
        try (var server = sockets.serverSocket(9)) {
            net.server().connect(net.clientAddress(), 9, new Bulk(payload, 10_000));
            try (var socket = server.accept()) {
                byte[] received = socket.getInputStream().readAllBytes();
                assertThat(payload.matching(received, 0, received.length, 0)).isEqualTo(10_000);
            }
        }
    }

    @Test
    void timeoutsPassInVirtualTime() throws IOException {
        net.server().listen(9, () -> new Actor() {});
        try (var socket = sockets.connect("10.0.0.2", 9)) {
            socket.setSoTimeout(3_600_000);
            Duration before = net.time().elapsed();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(net.time().elapsed().minus(before)).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void nobodyListens() {
        assertThatThrownBy(() -> sockets.connect("10.0.0.2", 9)).isInstanceOf(ConnectException.class);
    }
}
