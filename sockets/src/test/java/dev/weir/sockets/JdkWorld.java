package dev.weir.sockets;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** The JDK's own sockets over the kernel's loopback: the reference. */
final class JdkWorld implements World {
    @Override
    public SocketFactory clients() {
        return SocketFactory.getDefault();
    }

    @Override
    public SocketFactory clientsBesideServer() {
        return clients();
    }

    @Override
    public ServerSocketFactory servers() {
        return ServerSocketFactory.getDefault();
    }

    @Override
    public DatagramSocket clientDatagrams() throws IOException {
        return new DatagramSocket(null);
    }

    @Override
    public DatagramSocket serverDatagrams(SocketAddress local) throws IOException {
        return new DatagramSocket(local);
    }

    @Override
    public InetAddress serverAddress() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    @Override
    public InetAddress serverIpv6Address() {
        var loopback = InetAddress.ofLiteral("::1");
        try (var server = servers().createServerSocket(0, 1, loopback)) {
            return loopback;
        } catch (IOException e) {
            return abort("the kernel's loopback has no IPv6 here: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
