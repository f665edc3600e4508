package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.tcp.Admission;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;

/** A {@link ServerSocket} over a stack of ours; what it accepts is a {@link WeirSocket}. */
public final class WeirServerSocket extends ServerSocket {
    private final Driver driver;

    /** A server socket of {@code driver}'s stack, not bound yet. */
    public WeirServerSocket(Driver driver) {
        this(driver, Admission.ALL);
    }

    /** @param admission decides about each SYN before anything is kept for it */
    public WeirServerSocket(Driver driver, Admission admission) {
        super(new TcpSocketImpl(driver, admission));
        this.driver = driver;
    }

    /** As the JDK's, but without a global factory: the accepted socket is one of ours. */
    @Override
    public WeirSocket accept() throws IOException {
        if (isClosed()) throw new SocketException("Socket is closed");
        if (!isBound()) throw new SocketException("Socket is not bound yet");
        var socket = WeirSocket.over(driver);
        implAccept(socket);
        return socket;
    }
}
