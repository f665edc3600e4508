package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.TcpInfo;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;

/** A {@link Socket} over a stack of ours, which can also tell what its connection is doing. */
public final class WeirSocket extends Socket {
    private final TcpSocketImpl implementation;

    private WeirSocket(TcpSocketImpl implementation) throws SocketException {
        super(implementation);
        this.implementation = implementation;
    }

    /** A socket of {@code driver}'s stack, neither bound nor connected. */
    static WeirSocket over(Driver driver) {
        try {
            return new WeirSocket(new TcpSocketImpl(driver, null));
        } catch (SocketException e) {
            throw new AssertionError("declared by Socket, thrown by nobody", e);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        implementation.linger();
    }

    /**
     * The connection, from the start of connecting on, also after the socket is closed. Reading and writing it beside the
     * socket's streams is not possible: each half has one thread at a time.
     */
    public Optional<Connection> connection() {
        return Optional.ofNullable(implementation.connection());
    }

    /** A snapshot of the connection; absent if there is none or the stack is closed. */
    public Optional<TcpInfo> info() {
        return implementation.ask(Connection::info);
    }

    /** Why the connection is not sending now, in words; absent if there is none or the stack is closed. */
    public Optional<String> explain() {
        return implementation.ask(Connection::explain);
    }
}
