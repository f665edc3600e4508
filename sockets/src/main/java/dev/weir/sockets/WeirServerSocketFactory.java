package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.tcp.Admission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ServerSocketFactory;

/** Makes {@link WeirServerSocket}s; the overloads behave as the constructors of {@link java.net.ServerSocket} do. */
public final class WeirServerSocketFactory extends ServerSocketFactory {
    /** what the JDK takes where no backlog, or one below 1, is given */
    static final int DEFAULT_BACKLOG = 50;

    private final Driver driver;
    private final Admission admission;

    WeirServerSocketFactory(Driver driver, Admission admission) {
        this.driver = driver;
        this.admission = admission;
    }

    @Override
    public WeirServerSocket createServerSocket() {
        return new WeirServerSocket(driver, admission);
    }

    @Override
    public WeirServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, DEFAULT_BACKLOG);
    }

    @Override
    public WeirServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    /** @param address one of the stack's; null for all of them */
    @Override
    public WeirServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        if (port < 0 || port > 0xffff) throw new IllegalArgumentException("Port value out of range: " + port);
        var server = createServerSocket();
        try {
            server.bind(new InetSocketAddress(address, port), backlog);
            return server;
        } catch (Throwable t) {
            server.close();
            throw t;
        }
    }
}
