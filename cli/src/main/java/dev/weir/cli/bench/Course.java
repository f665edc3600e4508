package dev.weir.cli.bench;

import dev.weir.cli.bench.Road.Pair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Connections that are open, and the time that passes: what measurements have in common. */
final class Course implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int CONNECTIONS_PER_PORT = 20_000; // a client's port serves once for each of the server's

    private final Road road;
    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final CountDownLatch stopped;

    /** @param stopped at zero ends the waiting */
    Course(Road road, CountDownLatch stopped) {
        this.road = road;
        this.stopped = stopped;
    }

    Road road() {
        return road;
    }

    /** One more connection, with no delay between small writes. */
    Pair open() throws IOException {
        if (pairs.size() % CONNECTIONS_PER_PORT == 0) {
            servers.add(road.servers().createServerSocket(0, BACKLOG, road.address()));
        }
        var server = servers.getLast();
        var client = road.clients().createSocket();
        client.connect(new InetSocketAddress(road.address(), server.getLocalPort()));
        var pair = new Pair(client, server.accept());
        pair.client().setTcpNoDelay(true);
        pair.server().setTcpNoDelay(true);
        pairs.add(pair);
        return pair;
    }

    /** Returns early if the measurement was stopped; answers whether it was. */
    boolean sleep(Duration duration) {
        try {
            return stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void close() {
        pairs.forEach(Pair::close);
        for (var server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                // it is gone, which is what was wanted
            }
        }
    }
}
