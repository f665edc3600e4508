package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.core.event.State;
import dev.weir.io.RequiresTun;
import dev.weir.io.os.SocketDiag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong on this machine: each made with the kernel's own sockets, and the only thing that is found. */
@RequiresTun
@RequiresTools({"nft", "sysctl"})
class DoctorLocalTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private static String port(ServerSocket listener) {
        return String.valueOf(listener.getLocalPort());
    }

    @Test
    void machineWithAServerIsHealthy() throws Throwable {
        Network.run(() -> {
            try (var listener = new ServerSocket(0, 10, HERE); var client = new Socket(HERE, listener.getLocalPort())) {
                assertThat(client.isConnected()).isTrue();
                Diagnosis.here("--local").isHealthy();
            }
        });
    }

    @Test
    @Diagnosed(fault = "PORT_IN_USE", by = View.LIVE, how = "a listener at the port")
    void portIsHeldByThisProcess() throws Throwable {
        Network.run(() -> {
            try (var listener = new ServerSocket(0, 10, HERE)) {
                Diagnosis.here("--local", port(listener)).is(Fault.PORT_IN_USE)
                        .says("pid " + ProcessHandle.current().pid());
            }
        });
    }

    @Test
    @Diagnosed(fault = "PORT_IN_TIME_WAIT", by = View.LIVE, how =
            "a connection that the side of the server closed first")
    void portIsInTimeWait() throws Throwable {
        Network.run(() -> {
            String port;
            try (var listener = new ServerSocket(0, 10, HERE); var client = new Socket(HERE, listener.getLocalPort())) {
                port = port(listener);
                listener.accept().close(); // who closes first waits
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            Diagnosis.here("--local", port).is(Fault.PORT_IN_TIME_WAIT).says("SO_REUSEADDR");
        });
    }

    @Test
    @Diagnosed(fault = "EPHEMERAL_PORTS_EXHAUSTED", by = View.LIVE, how = "a range of twenty ports, all connected")
    void ephemeralPortsAreExhausted() throws Throwable {
        Network.run(() -> {
            Command.run("sysctl", "-w", "net.ipv4.ip_local_port_range=40000 40019");
            var sockets = new ArrayList<Socket>();
            try (var listener = new ServerSocket(8080, 100, HERE)) {
                for (int i = 0; i < 20; i++) sockets.add(new Socket(HERE, listener.getLocalPort()));
                Diagnosis.here("--local").is(Fault.EPHEMERAL_PORTS_EXHAUSTED).says("20 of 20");
            } finally {
                for (var socket : sockets) socket.close();
            }
        });
    }

    @Test
    @Diagnosed(fault = "ACCEPT_QUEUE_FULL", by = View.LIVE, how = "a listener with a backlog of one that never accepts")
    void acceptQueueIsFull() throws Throwable {
        Network.run(() -> {
            try (var listener = new ServerSocket(0, 1, HERE); var first = new Socket(HERE, listener.getLocalPort());
                    var second = new Socket(HERE, listener.getLocalPort())) {
                assertThat(List.of(first, second)).allMatch(Socket::isConnected);
                Diagnosis.here("--local").is(Fault.ACCEPT_QUEUE_FULL).says("2 connections wait");
                Diagnosis.here("--local", port(listener)).is(Fault.ACCEPT_QUEUE_FULL);
            }
        });
    }

    @Test
    @Diagnosed(fault = "SYN_FLOOD", by = View.LIVE, how = "eight clients, nftables drops every SYN,ACK")
    void handshakesAreBegunAndNotFinished() throws Throwable {
        Network.run(() -> {
            Command.run("nft", "add table inet t; add chain inet t in { type filter hook input priority 0; }; "
                    + "add rule inet t in tcp flags & (syn | ack) == syn | ack drop");
            var clients = new ArrayList<SocketChannel>();
            try (var listener = new ServerSocket(0, 4, HERE)) {
                for (int i = 0; i < 8; i++) {
                    var client = SocketChannel.open();
                    client.configureBlocking(false);
                    client.connect(new InetSocketAddress(HERE, listener.getLocalPort()));
                    clients.add(client);
                }
                Diagnosis.here("--local").is(Fault.SYN_FLOOD).says("127.0.0.1");
            } finally {
                for (var client : clients) client.close();
            }
        });
    }

    @Test
    @Diagnosed(fault = "CLOSE_WAIT_LEAK", by = View.LIVE, how = "accepted sockets kept open after their clients closed")
    void serverDoesNotCloseWhatItsClientsHaveClosed() throws Throwable {
        Network.run(() -> {
            var accepted = new ArrayList<Socket>();
            try (var listener = new ServerSocket(0, 10, HERE)) {
                for (int i = 0; i < 3; i++) {
                    new Socket(HERE, listener.getLocalPort()).close();
                    accepted.add(listener.accept());
                }
                awaitForgotten();
                Diagnosis.here("--local").is(Fault.CLOSE_WAIT_LEAK).says("pid " + ProcessHandle.current().pid());
            } finally {
                for (var socket : accepted) socket.close();
            }
        });
    }

    /** Until the kernel says that nothing has happened for so long that it counts as forgotten. */
    private static void awaitForgotten() throws Exception {
        long limit = Duration.ofSeconds(10).toNanos();
        while (SocketDiag.all().stream().filter(socket -> socket.state() == State.CLOSE_WAIT)
                .anyMatch(socket -> socket.info().orElseThrow().sinceAckReceivedNanos() < limit)) {
            Thread.sleep(100);
        }
    }
}
