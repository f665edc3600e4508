package dev.weir.cli.network;

import dev.weir.core.tcp.Admission;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalLong;

/** The operating system's TCP: the JDK's own sockets. */
public final class OsNetwork implements Network {
    @Override
    public String tcp() {
        return "os";
    }

    @Override
    public Socket socket() {
        return new Socket();
    }

    @Override
    public ServerSocket serverSocket(Admission admission) throws IOException {
        return new ServerSocket();
    }

    @Override
    public boolean filtersEarly() {
        return false;
    }

    @Override
    public Optional<Measurement> measure(Socket socket) {
        return Optional.empty();
    }

    @Override
    public OptionalLong synsSent(Socket connecting, InetSocketAddress remote) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<String> userOf(int port) {
        return Optional.empty();
    }

    /** The kernel goes on with what it has after the process has ended. */
    @Override
    public void close() {}
}
