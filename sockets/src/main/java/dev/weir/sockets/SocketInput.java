package dev.weir.sockets;

import dev.weir.core.Gate;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.State;
import dev.weir.core.tcp.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Objects;

/** What a socket reads: one thread at a time, others wait their turn. */
final class SocketInput extends InputStream {
    private static final String TIMED_OUT = "Read timed out";

    private final TcpSocketImpl socket;
    private final Gate gate;
    private boolean atEnd; // guarded by gate, as is what follows
    private boolean reset;

    SocketInput(TcpSocketImpl socket) {
        this.socket = socket;
        this.gate = socket.calls().driver().gate();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) return 0;
        long deadline = socket.calls().deadline(socket.timeoutMillis());
        socket.calls().enter(gate, deadline, TIMED_OUT);
        try {
            if (atEnd) return -1; // even if the socket is closed by now
            int count = readSome(target, offset, length, deadline);
            atEnd = count == -1;
            return count;
        } finally {
            gate.leave();
        }
    }

    private int readSome(byte[] target, int offset, int length, long deadline) throws IOException {
        while (true) {
            Connection connection = socket.requireConnected();
            if (reset) throw new SocketException(Failures.RESET);
            if (socket.isInputShutdown()) return -1;
            CloseReason reason = connection.closeReason(); // before reading: then nothing follows what read takes
            int count = connection.read(target, offset, length);
            if (count > 0) {
                if (connection.needsRingAfterRead()) socket.calls().ring(connection);
                return count;
            }
            if (connection.isMemoryWaitedFor()) socket.calls().ring(connection);
            if (!socket.isOpen()) throw Failures.closed();
            if (count < 0) return -1;
            if (reason != CloseReason.NONE) return ended(connection, reason);
            openNow(connection);
            socket.calls().await(connection.readable(),
                    () -> connection.isReadable() || socket.isInputShutdown() || !socket.isOpen(), deadline, TIMED_OUT);
        }
    }

    /** A SYN that waits for a write would wait for ever if the application reads first. */
    private void openNow(Connection connection) throws SocketException {
        if (connection.state() != State.SYN_SENT) return;
        socket.calls().ask((stack, now) -> {
            connection.openNow(now);
            return null;
        });
    }

    /** All is read, and the connection ended otherwise than by the peer's FIN. */
    private int ended(Connection connection, CloseReason reason) throws SocketException {
        if (!socket.takeError(reason)) return -1;
        if (!connection.isOpened()) throw Failures.ofConnect(reason); // Fast Open: connect had not waited for this
        reset = reason == CloseReason.RESET_BY_PEER;
        throw reset ? new SocketException(Failures.RESET) : Failures.ofEnded(reason);
    }

    @Override
    public int available() throws IOException {
        return socket.available();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
