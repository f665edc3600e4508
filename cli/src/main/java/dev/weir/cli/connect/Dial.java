package dev.weir.cli.connect;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Log;
import dev.weir.cli.network.Addresses;
import dev.weir.cli.network.Network;
import dev.weir.cli.network.Unusable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Connects to the first address of a host that answers, and watches the SYNs meanwhile.
 *
 */
final class Dial {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Network network;
    private final Duration timeout;
    private final InetAddress source;
    private final int sourcePort;
    private final Log log;
    private volatile Watched current;
    private volatile boolean cancelled;

    /**
     * @param timeout for each address; zero for TCP's own
     * @param source null for any
     * @param sourcePort 0 for any
     */
    Dial(Network network, Duration timeout, InetAddress source, int sourcePort, Log log) {
        this.network = network;
        this.timeout = timeout;
        this.source = source;
        this.sourcePort = sourcePort;
        this.log = log;
    }

    /** An address that did not answer, and why. */
    record Attempt(InetAddress address, int port, IOException failure, long nanos, long syns) {}

    /** @throws CommandFailed if no address answered */
    Socket connect(String host, List<InetAddress> addresses, int port) {
        var failed = new ArrayList<Attempt>();
        for (var address : addresses) {
            if (source != null && source.getClass() != address.getClass()) continue;
            if (cancelled && !failed.isEmpty()) break;
            var attempt = new Watched(address, port);
            current = attempt;
            var socket = attempt.connect();
            if (socket != null) return socket;
            failed.add(attempt.outcome());
            if (addresses.size() > 1) log.detail(Unreachable.line(failed.getLast(), network));
        }
        if (failed.isEmpty()) {
            throw new CommandFailed("from " + Addresses.text(source) + " nobody reaches " + Addresses.list(addresses)
                    + ": the IP versions differ", null, "choose a source of the same version, or leave out -s");
        }
        throw Unreachable.explain(host, failed, network, timeout);
    }

    /** {@link #connect} fails soon. Any thread. */
    void cancel() {
        cancelled = true;
        if (current != null) current.close();
    }

    /** One attempt. Its socket can be asked by another thread while this one waits for the handshake. */
    private final class Watched {
        private final InetAddress address;
        private final int port;
        private final long startedAt = System.nanoTime();
        private volatile Socket socket;
        private volatile long syns;
        private volatile boolean over;
        private IOException failure;
        private long nanos;

        Watched(InetAddress address, int port) {
            this.address = address;
            this.port = port;
        }

        /** Null if it failed. */
        Socket connect() {
            Thread watcher = null;
            try {
                socket = network.socket();
                if (cancelled) throw new SocketException("cancelled");
                if (source != null || sourcePort != 0) bind();
                watcher = Thread.ofVirtual().name("weir-watch").start(this::watch);
                socket.connect(new InetSocketAddress(address, port), (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
                return socket;
            } catch (IOException e) {
                failure = e;
                nanos = System.nanoTime() - startedAt;
                close();
                return null;
            } finally {
                over = true;
                if (watcher != null) LockSupport.unpark(watcher);
            }
        }

        private void bind() throws IOException {
            if (sourcePort != 0) socket.setReuseAddress(true); // an old connection from there may linger in TIME-WAIT
            try {
                socket.bind(new InetSocketAddress(source, sourcePort));
            } catch (BindException e) {
                throw Unusable.source(e, source, sourcePort, network);
            }
        }

        private void watch() {
            long told = 1;
            while (!over) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
                if (over) return;
                network.synsSent(socket, new InetSocketAddress(address, port)).ifPresent(count -> syns = count);
                if (syns > told) {
                    told = syns;
                    log.detail("no answer from " + Addresses.text(address, port) + " to " + Quantity.count(told - 1, "SYN")
                            + " in " + Quantity.time(System.nanoTime() - startedAt) + "; sent another");
                }
            }
        }

        private void close() {
            if (socket == null) return;
            network.synsSent(socket, new InetSocketAddress(address, port)).ifPresent(count -> syns = count);
            try {
                socket.close();
            } catch (IOException e) {
                // it never was open
            }
        }

        Attempt outcome() {
            return new Attempt(address, port, failure, nanos, syns);
        }
    }
}
