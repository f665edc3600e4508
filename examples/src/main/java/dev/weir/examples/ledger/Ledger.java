package dev.weir.examples.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;

/** The same classes over the operating system's sockets: a server and a client in one process. */
public final class Ledger {
    private Ledger() {}

    /** Adds the amounts that are its arguments, and prints each new balance. */
    public static void main(String[] amounts) throws IOException, InterruptedException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var connections = Executors.newVirtualThreadPerTaskExecutor();
                var listener = new ServerSocket(0, 50, loopback);
                var server = new LedgerServer(listener, connections);
                var client = LedgerClient.numbering(SocketFactory.getDefault(),
                        new InetSocketAddress(loopback, listener.getLocalPort()), Thread::sleep, "till")) {
            connections.submit(() -> {
                server.run();
                return null;
            });
            for (String amount : amounts) System.out.println(client.add(Long.parseLong(amount)));
        }
    }
}
