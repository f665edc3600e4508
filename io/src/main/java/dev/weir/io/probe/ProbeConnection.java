package dev.weir.io.probe;

import dev.weir.io.os.KernelTcpInfo;
import dev.weir.io.sys.Errno;
import dev.weir.io.sys.ErrorQueueSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A connection of the operating system's TCP, opened as a {@link ConnectProbe} says, that tells how each read and write
 * ended. Each write becomes a segment of its own where it fits one (no Nagle). One thread only, the one that opened it, and
 * a platform thread: it waits inside the kernel.
 */
public final class ProbeConnection implements AutoCloseable {
    private final ErrorQueueSocket socket;
    private final ConnectProbe.Outcome outcome;

    private ProbeConnection(ErrorQueueSocket socket, ConnectProbe.Outcome outcome) {
        this.socket = socket;
        this.outcome = outcome;
    }

    /** What a read found. */
    public sealed interface Heard {
        /** At least one byte. */
        record Bytes(byte[] bytes) implements Heard {}

        /** Nothing, in the time given. */
        record Silence() implements Heard {}

        /** The peer has no more to send: a FIN. */
        record End() implements Heard {}

        /** A reset, or another error that ended the connection. */
        record Broken(int errno) implements Heard {
            public boolean isReset() {
                return errno == Errno.ECONNRESET || errno == Errno.EPIPE;
            }

            @Override
            public String toString() {
                return Errno.text(errno);
            }
        }
    }

    /**
     * Connects; whether that succeeded is in {@link #outcome}.
     *
     * @throws IOException if the operating system has no such sockets
     */
    public static ProbeConnection open(ConnectProbe probe, InetSocketAddress to, long timeoutNanos) throws IOException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) throw new IOException("this works on Linux only, and this is " + system);
        var socket = ErrorQueueSocket.tcp(to.getAddress() instanceof Inet6Address);
        try {
            return new ProbeConnection(socket, connect(socket, probe, to, timeoutNanos));
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private static ConnectProbe.Outcome connect(
            ErrorQueueSocket socket, ConnectProbe probe, InetSocketAddress to, long timeoutNanos) {
        if (probe.hopLimit() > 0) socket.hopLimit(probe.hopLimit());
        if (probe.maximumSegmentBytes() > 0) socket.maximumSegment(probe.maximumSegmentBytes());
        socket.withoutNagle();
        if (probe.sourcePort() > 0) {
            int bound = socket.bind(probe.sourcePort());
            if (bound < 0) return ConnectProbe.Outcome.notSent(-bound, 0);
        }
        long began = System.nanoTime();
        int result = socket.connect(to);
        if (result < 0 && result != -Errno.EINPROGRESS) {
            return ConnectProbe.Outcome.notSent(-result, System.nanoTime() - began);
        }
        boolean answered = result == 0 || socket.await(ErrorQueueSocket.OUT, timeoutNanos);
        return outcome(socket, answered, System.nanoTime() - began);
    }

    private static ConnectProbe.Outcome outcome(ErrorQueueSocket socket, boolean answered, long nanos) {
        int errno = answered ? socket.takeError() : 0; // first: the kernel forgets it when the last message is taken
        var icmp = new ArrayList<IcmpError>();
        for (var message = socket.takeMessage(); message.isPresent(); message = socket.takeMessage()) {
            IcmpError.of(message.get()).ifPresent(icmp::add);
        }
        var info = KernelTcpInfo.read(socket.tcpInfo(), "");
        var end = answered ? ConnectProbe.End.of(errno) : ConnectProbe.End.SILENT;
        return new ConnectProbe.Outcome(end, end == ConnectProbe.End.SILENT ? 0 : errno, nanos, icmp,
                1 + info.retransmissions(), socket.local(),
                end == ConnectProbe.End.CONNECTED ? socket.pathMtu() : OptionalInt.empty(), Optional.of(info));
    }

    public ConnectProbe.Outcome outcome() {
        return outcome;
    }

    public boolean isConnected() {
        return outcome.end() == ConnectProbe.End.CONNECTED;
    }

    /** Writes all of it, waiting for room if there is none. False: the connection has ended, or time has. */
    public boolean write(byte[] bytes, long timeoutNanos) {
        int written = 0;
        long deadline = System.nanoTime() + timeoutNanos;
        while (written < bytes.length) {
            long result = socket.send(bytes, written);
            if (result > 0) {
                written += (int) result;
            } else if (result != -Errno.EAGAIN || !socket.await(ErrorQueueSocket.OUT, deadline - System.nanoTime())) {
                return false;
            }
        }
        return true;
    }

    /** Waits for bytes, or for the end. */
    public Heard read(long timeoutNanos) {
        if (!socket.await(ErrorQueueSocket.IN, timeoutNanos)) return new Heard.Silence();
        var bytes = new byte[1 << 14];
        long result = socket.receive(bytes);
        if (result == -Errno.EAGAIN) return new Heard.Silence(); // an ICMP error that did not end it
        if (result < 0) return new Heard.Broken((int) -result);
        return result == 0 ? new Heard.End() : new Heard.Bytes(Arrays.copyOf(bytes, (int) result));
    }

    /** What the kernel knows of it now. */
    public KernelTcpInfo info() {
        return KernelTcpInfo.read(socket.tcpInfo(), "");
    }

    @Override
    public void close() {
        socket.close();
    }
}
