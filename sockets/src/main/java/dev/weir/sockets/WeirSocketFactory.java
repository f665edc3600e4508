package dev.weir.sockets;

import dev.weir.core.Driver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import javax.net.SocketFactory;

/** Makes {@link WeirSocket}s; the overloads behave as the constructors of {@link java.net.Socket} do. */
public final class WeirSocketFactory extends SocketFactory {
    private final Driver driver;

    WeirSocketFactory(Driver driver) {
        this.driver = driver;
    }

    @Override
    public WeirSocket createSocket() {
        return WeirSocket.over(driver);
    }

    /** @param host null for the loopback address */
    @Override
    public WeirSocket createSocket(String host, int port) throws IOException {
        return connected(resolve(host, port), null);
    }

    /** @param host null for the loopback address */
    @Override
    public WeirSocket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(resolve(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public WeirSocket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(Objects.requireNonNull(host), port), null);
    }

    @Override
    public WeirSocket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(Objects.requireNonNull(host), port),
                new InetSocketAddress(local, localPort));
    }

    private static InetSocketAddress resolve(String host, int port) {
        return host == null
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(host, port);
    }

    private WeirSocket connected(InetSocketAddress remote, InetSocketAddress local) throws IOException {
        var socket = createSocket();
        try {
            if (local != null) socket.bind(local);
            socket.connect(remote);
            return socket;
        } catch (Throwable t) {
            socket.close();
            throw t;
        }
    }
}
