package dev.weir.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.net.Network;
import dev.weir.sockets.Sockets;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Blocking code on the hosts of a network with a router, and on more than two of them. */
class NetworkHostsTest {
    @Test
    void clientsBehindARouterShareAServer() throws Exception {
        var net = Network.builder().seed(7).host("a").host("b").router("router").host("server")
                .link("a", "router", link -> link.delay(Duration.ofMillis(1)))
                .link("b", "router", link -> link.delay(Duration.ofMillis(5)))
                .link("router", "server", link -> link.rate(10_000_000).delay(Duration.ofMillis(10)))
                .build();
        try (var simulation = Simulation.of(net.time())) {
            simulation.start("server", () -> {
                try (var listener = Sockets.over(net.host("server")).serverSocket(80);
                        var executor = simulation.executor()) {
                    for (int i = 0; i < 2; i++) {
                        var socket = listener.accept();
                        executor.submit(() -> {
                            try (socket) {
                                return socket.getInputStream().transferTo(socket.getOutputStream());
                            }
                        });
                    }
                }
            });
            for (String name : Arrays.asList("a", "b")) {
                simulation.start(name, () -> {
                    try (var socket = Sockets.over(net.host(name)).connect(net.address("server").toString(), 80)) {
                        socket.getOutputStream().write(new byte[50_000]);
                        socket.shutdownOutput();
                        assertThat(socket.getInputStream().readAllBytes()).hasSize(50_000);
                    }
                });
            }
            simulation.run();
        }
        assertThat(net.time().elapsed()).isGreaterThan(Duration.ofMillis(80)); // 100,000 bytes at 10 Mb/s
    }

    @Test
    void anOutageIsATimeoutOfTheReader() throws IOException, InterruptedException {
        var net = Network.builder().host("client").host("server")
                .link("client", "server", link -> link.delay(Duration.ofMillis(1)))
                .at(Duration.ofSeconds(3), network -> network.link("client", "server").down())
                .at(Duration.ofSeconds(13), network -> network.link("client", "server").up())
                .build();
        try (var simulation = Simulation.of(net.time())) {
            simulation.startDaemon("server", () -> {
                try (var listener = Sockets.over(net.host("server")).serverSocket(80); var socket = listener.accept()) {
                    while (true) {
                        socket.getOutputStream().write(1);
                        simulation.clock().sleep(Duration.ofSeconds(1));
                    }
                }
            });
            simulation.clock().sleep(1);
            try (var socket = Sockets.over(net.host("client")).connect(net.address("server").toString(), 80)) {
                socket.setSoTimeout(2000);
                for (int i = 0; i < 3; i++) assertThat(socket.getInputStream().read()).isEqualTo(1);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                assertThat(net.time().elapsed()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
                socket.setSoTimeout(20_000);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                assertThat(net.time().elapsed()).isGreaterThan(Duration.ofSeconds(13));
            }
        }
    }
}
