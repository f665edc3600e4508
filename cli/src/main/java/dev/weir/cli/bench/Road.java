package dev.weir.cli.bench;

import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.network.Remedies;
import dev.weir.core.config.StackConfig;
import dev.weir.core.link.MemoryLink;
import dev.weir.io.EventLoop;
import dev.weir.io.TunConfig;
import dev.weir.io.TunLink;
import dev.weir.io.TunUnavailable;
import dev.weir.io.os.KernelTcpInfo;
import dev.weir.io.os.SocketDiag;
import dev.weir.io.os.TcpSocket;
import dev.weir.sockets.Sockets;
import dev.weir.sockets.WeirSocket;
import dev.weir.wire.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/**
 * A path between a client and a server. What differs is only where the sockets come from.
 *
 * @param clients makes the client's sockets
 * @param servers makes the server's
 * @param address of the server
 * @param clientTcp {@code weir} or {@code os}
 * @param serverTcp {@code weir} or {@code os}
 * @param mtu largest packet on the path, bytes
 * @param loops of Weir's stacks; closed with this
 */
record Road(SocketFactory clients, ServerSocketFactory servers, InetAddress address, String clientTcp, String serverTcp,
        int mtu, List<EventLoop> loops) implements AutoCloseable {
    static final int DEFAULT_MTU = 1500;
    private static final int LOOPBACK_MTU = 65536;

    /** Two stacks of Weir's in this process. */
    static Road memory(int mtu) {
        var link = MemoryLink.pair(mtu);
        var client = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.1/24"), link.a());
        var server = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.2/24"), link.b());
        return new Road(Sockets.over(client).socketFactory(), Sockets.over(server).serverSocketFactory(),
                InetAddress.ofLiteral("10.0.0.2"), "weir", "weir", mtu, List.of(client, server));
    }

    /**
     * Weir connects to the operating system.
     *
     * @param own Weir's address
     * @param peer the operating system's
     * @param command this command as it was typed, for advice
     * @throws CommandFailed if there can be no device
     */
    static Road tun(String device, Cidr own, Cidr peer, int mtu, String command) {
        try {
            var link = TunLink.open(TunConfig.of().withAddresses(List.of(peer)).withName(device).withMtu(mtu));
            var loop = EventLoop.start(StackConfig.linux().withAddresses(List.of(own)), link);
            return new Road(Sockets.over(loop).socketFactory(), ServerSocketFactory.getDefault(),
                    peer.address().toInetAddress(), "weir", "os", mtu, List.of(loop));
        } catch (TunUnavailable e) {
            throw Remedies.failure(e.missing(), e, e.remedies(), command);
        }
    }

    /** The operating system's loopback. */
    static Road os() {
        return new Road(SocketFactory.getDefault(), ServerSocketFactory.getDefault(), InetAddress.ofLiteral("127.0.0.1"),
                "os", "os", LOOPBACK_MTU, List.of());
    }

    /** A connection, and both of its ends. */
    record Pair(Socket client, Socket server) implements AutoCloseable {
        @Override
        public void close() {
            for (var socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it is gone, which is what was wanted
                }
            }
        }
    }

    /** Name of the congestion control that governs what this end sends; empty if nobody tells. */
    static String congestionControl(Socket socket) {
        if (socket instanceof WeirSocket own) return own.info().map(info -> info.congestionControl()).orElse("");
        return kernel(socket, KernelTcpInfo::congestionControl, "");
    }

    /** Segments that this end retransmitted so far; 0 if nobody tells. */
    static long retransmissions(Socket socket) {
        if (socket instanceof WeirSocket own) return own.info().map(info -> info.segmentsRetransmitted()).orElse(0L);
        return kernel(socket, KernelTcpInfo::retransmissions, 0L);
    }

    private static <T> T kernel(Socket socket, Function<KernelTcpInfo, T> question, T unknown) {
        try {
            return SocketDiag.find((InetSocketAddress) socket.getLocalSocketAddress(),
                    (InetSocketAddress) socket.getRemoteSocketAddress()).flatMap(TcpSocket::info).map(question).orElse(unknown);
        } catch (IOException e) {
            return unknown;
        }
    }

    @Override
    public void close() {
        loops.forEach(EventLoop::close);
    }
}
