package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.tcp.Admission;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/**
 * Sockets of one stack.
 *
 * {@snippet :
 * var sockets = Sockets.over(driver);
 * try (var server = sockets.serverSocket(80); var client = sockets.connect("10.0.0.1", 80)) {
 *     client.getOutputStream().write("hello".getBytes());
 * }
 * }
 *
 * <p>May be used by any thread, platform or virtual; what it makes is as thread-safe as the JDK's sockets: one thread
 * may read while another writes and a third closes.
 */
public final class Sockets {
    private final Driver driver;

    private Sockets(Driver driver) {
        this.driver = driver;
    }

    /** The sockets of the stack that {@code driver} runs. */
    public static Sockets over(Driver driver) {
        return new Sockets(driver);
    }

    /** For libraries that take a {@link javax.net.SocketFactory}: HTTP clients, JDBC drivers. */
    public WeirSocketFactory socketFactory() {
        return new WeirSocketFactory(driver);
    }

    public WeirServerSocketFactory serverSocketFactory() {
        return new WeirServerSocketFactory(driver, Admission.ALL);
    }

    /** @param admission decides about each SYN before anything is kept for it */
    public WeirServerSocketFactory serverSocketFactory(Admission admission) {
        return new WeirServerSocketFactory(driver, admission);
    }

    /** A socket that is neither bound nor connected. */
    public WeirSocket socket() {
        return WeirSocket.over(driver);
    }

    /**
     * Connects, trying one address: the first that the JDK's resolver names.
     *
     * @param host a name or a literal address
     * @param port 0..65535
     * @throws java.net.ConnectException if the peer refuses or never answers
     * @throws java.net.UnknownHostException if the name cannot be resolved
     */
    public WeirSocket connect(String host, int port) throws IOException {
        return socketFactory().createSocket(host, port);
    }

    /** A server socket that is not bound yet. */
    public WeirServerSocket serverSocket() {
        return new WeirServerSocket(driver, Admission.ALL);
    }

    /**
     * Listens on all addresses of the stack, of both IP versions.
     *
     * @param port 0..65535; 0 picks a free one
     * @throws java.net.BindException if the port is in use
     */
    public WeirServerSocket serverSocket(int port) throws IOException {
        return serverSocketFactory().createServerSocket(port);
    }

    /** A datagram socket that is neither bound nor connected. */
    public WeirDatagramSocket datagramSocket() {
        return WeirDatagramSocket.over(driver);
    }

    /**
     * A datagram socket on all addresses of the stack, of both IP versions.
     *
     * @param port 0..65535; 0 picks a free one
     * @throws java.net.BindException if the port is in use
     */
    public WeirDatagramSocket datagramSocket(int port) throws SocketException {
        var socket = datagramSocket();
        try {
            socket.bind(new InetSocketAddress(port));
            return socket;
        } catch (Throwable t) {
            socket.close();
            throw t;
        }
    }
}
