package dev.weir.cli.session;

import dev.weir.cli.network.Measurement;
import dev.weir.cli.network.Network;
import dev.weir.core.event.Flow;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection that carries bytes, counted and timed. What TCP knows of it is asked now and then, and before each
 * close: afterwards the operating system has forgotten it.
 *
 * <p>One thread may read while another writes and a third closes.
 */
public final class Session implements AutoCloseable {
    private static final long MEASURE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Network network;
    private final Socket transport;
    private final Socket stream;
    private final Flow flow;
    private final long idleNanos;
    private final long startedAt = System.nanoTime();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile long activeAt = startedAt;
    private volatile long measuredAt = startedAt;
    private volatile Measurement measurement; // null until there is one
    private volatile long endedAt; // 0 while open

    /**
     * @param transport the connected TCP socket
     * @param stream what carries the bytes: the transport itself, or TLS over it
     * @param idle how long nothing may pass in either direction; zero for ever
     */
    public Session(Network network, Socket transport, Socket stream, Duration idle) {
        this.network = network;
        this.transport = transport;
        this.stream = stream;
        this.idleNanos = idle.toNanos();
        this.flow = flow(transport);
        measure();
    }

    /** The two ends of a connected socket. */
    public static Flow flow(Socket socket) {
        return new Flow(IpAddress.of(socket.getLocalAddress()), socket.getLocalPort(),
                IpAddress.of(socket.getInetAddress()), socket.getPort());
    }

    public Flow flow() {
        return flow;
    }

    /** {@code 10.0.0.1:80}: the other side. */
    public String peer() {
        return Flow.endpoint(flow.remote(), flow.remotePort());
    }

    /**
     * @return -1 at the end of the peer's bytes
     * @throws IdleTimeout if nothing passed for too long
     */
    public int read(byte[] target) throws IOException {
        return read(target, 0, target.length);
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        InputStream in = stream.getInputStream();
        while (true) {
            if (idleNanos > 0) transport.setSoTimeout(millisecondsLeft());
            try {
                int count = in.read(target, offset, length);
                if (count > 0) received.addAndGet(count);
                passed(count);
                return count;
            } catch (SocketTimeoutException e) {
                if (idleNanos == 0) throw e;
                if (System.nanoTime() - activeAt >= idleNanos) throw new IdleTimeout();
            }
        }
    }

    private int millisecondsLeft() {
        long left = idleNanos - (System.nanoTime() - activeAt);
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left) + 1, 1, Integer.MAX_VALUE);
    }

    public void write(byte[] source, int offset, int length) throws IOException {
        OutputStream out = stream.getOutputStream();
        sent.addAndGet(length); // before it is: whoever hears of its arrival finds it counted
        try {
            out.write(source, offset, length);
            out.flush();
        } catch (IOException e) {
            sent.addAndGet(-length);
            throw e;
        }
        passed(0);
    }

    /** @param count -1 at the end of a direction */
    private void passed(int count) {
        long now = System.nanoTime();
        activeAt = now;
        if (count < 0 || now - measuredAt >= MEASURE_EVERY_NANOS) measure();
    }

    /** No more from us; the peer may go on. */
    public void halfClose() throws IOException {
        measure();
        stream.shutdownOutput();
    }

    private void measure() {
        measuredAt = System.nanoTime();
        network.measure(transport).ifPresent(taken -> measurement = taken);
    }

    /** Both directions. Idempotent; the peer gets what is queued, and a FIN. */
    @Override
    public void close() {
        synchronized (this) {
            if (endedAt != 0) return;
            measure();
            endedAt = System.nanoTime();
        }
        try {
            stream.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
        try {
            transport.close();
        } catch (IOException e) {
            // as above
        }
    }

    /** Whether this side has closed it. */
    public boolean isClosed() {
        return endedAt != 0;
    }

    /** How it went, so far or in all. */
    public Report report() {
        long end = endedAt == 0 ? System.nanoTime() : endedAt;
        return new Report(received.get(), sent.get(), end - startedAt, Optional.ofNullable(measurement));
    }

    /** The session as bytes that come in, for readers of lines. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return Session.this.read(target, offset, length);
            }
        };
    }
}
