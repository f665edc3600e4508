package dev.weir.sockets;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.MemoryLink;
import dev.weir.io.EventLoop;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** Our own sockets: on two hosts with a memory link between them, or on one host that talks to itself. */
final class WeirWorld implements World {
    private final EventLoop client;
    private final EventLoop server;
    private final InetAddress serverAddress;
    private final InetAddress serverIpv6Address;

    private WeirWorld(EventLoop client, EventLoop server, String address, String ipv6Address) {
        this.client = client;
        this.server = server;
        this.serverAddress = InetAddress.ofLiteral(address);
        this.serverIpv6Address = InetAddress.ofLiteral(ipv6Address);
    }

    static WeirWorld ofTwoHosts() {
        var link = MemoryLink.pair(1500);
        return new WeirWorld(
                EventLoop.start(StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64"), link.a()),
                EventLoop.start(StackConfig.linux().withAddresses("10.0.0.2/24", "fd00::2/64"), link.b()),
                "10.0.0.2", "fd00::2");
    }

    static WeirWorld ofOneHost() {
        var loop = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64"),
                MemoryLink.pair(1500).a());
        return new WeirWorld(loop, loop, "127.0.0.1", "::1");
    }

    EventLoop clientDriver() {
        return client;
    }

    EventLoop serverDriver() {
        return server;
    }

    @Override
    public SocketFactory clients() {
        return Sockets.over(client).socketFactory();
    }

    @Override
    public SocketFactory clientsBesideServer() {
        return Sockets.over(server).socketFactory();
    }

    @Override
    public ServerSocketFactory servers() {
        return Sockets.over(server).serverSocketFactory();
    }

    @Override
    public DatagramSocket clientDatagrams() {
        return Sockets.over(client).datagramSocket();
    }

    @Override
    public DatagramSocket serverDatagrams(SocketAddress local) throws SocketException {
        var socket = Sockets.over(server).datagramSocket();
        socket.bind(local);
        return socket;
    }

    @Override
    public InetAddress serverAddress() {
        return serverAddress;
    }

    @Override
    public InetAddress serverIpv6Address() {
        return serverIpv6Address;
    }

    @Override
    public void close() {
        client.close(Duration.ZERO);
        server.close(Duration.ZERO);
    }
}
