package dev.weir.sockets;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** Two hosts, which may be one: a client's and a server's, with the sockets that programs use there. */
interface World extends AutoCloseable {
    SocketFactory clients();

    /** Client sockets on the server's host. */
    SocketFactory clientsBesideServer();

    ServerSocketFactory servers();

    /** An unbound one of the client. */
    DatagramSocket clientDatagrams() throws IOException;

    DatagramSocket serverDatagrams(SocketAddress local) throws IOException;

    /** How the client reaches the server. */
    InetAddress serverAddress();

    InetAddress serverIpv6Address();

    @Override
    void close();

    default ServerSocket listen() throws IOException {
        return listen(50);
    }

    default ServerSocket listen(int backlog) throws IOException {
        return servers().createServerSocket(0, backlog, serverAddress());
    }

    default Socket connect(ServerSocket server) throws IOException {
        return clients().createSocket(serverAddress(), server.getLocalPort());
    }

    default InetSocketAddress addressOf(ServerSocket server) {
        return new InetSocketAddress(serverAddress(), server.getLocalPort());
    }

    /** A port of the server's host on which nobody listens. */
    default int closedPort() throws IOException {
        try (var server = listen()) {
            return server.getLocalPort();
        }
    }

    default Pair pair() throws IOException {
        try (var server = listen()) {
            var client = connect(server);
            return new Pair(client, server.accept());
        }
    }

    /** Both ends of one connection. */
    record Pair(Socket client, Socket server) implements AutoCloseable {
        /** The client's end becomes a reset. */
        void resetByServer() throws IOException {
            server.setSoLinger(true, 0);
            server.close();
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
