package dev.weir.sockets;

import dev.weir.core.Gate;
import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Connection;
import dev.weir.core.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Objects;

/** What a socket writes: one thread at a time, others wait their turn. A write returns when the stack has taken all. */
final class SocketOutput extends OutputStream {
    private final TcpSocketImpl socket;
    private final Gate gate;

    SocketOutput(TcpSocketImpl socket) {
        this.socket = socket;
        this.gate = socket.calls().driver().gate();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (length == 0) return;
        gate.enter(Deadline.NEVER);
        try {
            int end = offset + length;
            for (int at = offset; at < end; ) {
                at += writeSome(source, at, end - at);
            }
        } finally {
            gate.leave();
        }
    }

    private int writeSome(byte[] source, int offset, int length) throws IOException {
        Connection connection = socket.requireConnected();
        int count = connection.write(source, offset, length);
        if (count > 0) {
            socket.calls().ring(connection);
            return count;
        }
        if (!socket.isOpen()) throw Failures.closed();
        if (count < 0) throw failure(connection);
        if (connection.isWritable()) {
            awaitMemory(connection); // room, but no memory: other connections of the stack hold it
        } else {
            socket.calls().await(connection.writable(), () -> connection.isWritable() || !socket.isOpen(), Deadline.NEVER);
        }
        return 0;
    }

    private void awaitMemory(Connection connection) throws IOException {
        socket.calls().ask((stack, now) -> {
            connection.awaitMemory(now);
            return null;
        });
        socket.calls().await(connection.writable(),
                () -> !connection.isAwaitingMemory() || !socket.isOpen() || connection.closeReason() != CloseReason.NONE,
                Deadline.NEVER);
    }

    /** One byte, marked as urgent; never waits for room. */
    void writeUrgent(int data) throws IOException {
        gate.enter(Deadline.NEVER);
        try {
            Connection connection = socket.requireConnected();
            var one = new byte[] {(byte) data};
            int count = socket.calls().ask((stack, now) -> { // in one turn, or the byte could leave before its mark
                int taken = connection.write(one, 0, 1);
                if (taken > 0) connection.sendUrgent(now);
                return taken;
            });
            if (count > 0) return;
            if (!socket.isOpen()) throw Failures.closed();
            if (count == 0) throw new SocketException("No buffer space available");
            throw new IOException(failure(connection).getMessage()); // the JDK's class here
        } finally {
            gate.leave();
        }
    }

    /** A reset after the peer's FIN says no more than that nobody reads there. */
    private SocketException failure(Connection connection) {
        CloseReason reason = connection.closeReason();
        boolean peerHadClosed = connection.isEndOfStream() && !socket.isInputShutdown();
        boolean named = socket.takeError(reason) && !(reason == CloseReason.RESET_BY_PEER && peerHadClosed);
        if (named && !connection.isOpened()) return Failures.ofConnect(reason); // Fast Open: connect had not waited
        return named ? Failures.ofEnded(reason) : new SocketException(Failures.BROKEN_PIPE);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
