package dev.weir.io.os;

import dev.weir.io.sys.Errno;
import dev.weir.io.sys.ErrorQueueSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attempt to connect by the operating system's TCP, from which everything is kept that the kernel tells: the error
 * number, the ICMP messages behind it, how many SYNs went out. No privilege needed; Linux only.
 *
 * @param hopLimit of our packets, 1..255; 0 for the system's
 * @param maximumSegmentBytes to announce and to send; 0 for the system's
 * @param sourcePort 0 for any
 */
public record ConnectProbe(int hopLimit, int maximumSegmentBytes, int sourcePort) {
    /** As any program would connect. */
    public static final ConnectProbe USUAL = new ConnectProbe(0, 0, 0);

    public ConnectProbe withHopLimit(int hops) {
        return new ConnectProbe(hops, maximumSegmentBytes, sourcePort);
    }

    /** How it ended. */
    public enum End {
        CONNECTED, REFUSED,
        /** No route, or a route that forbids, at this host: nothing was sent. */
        NOT_SENT, UNREACHABLE,
        /** No answer in the time given. */
        SILENT,
        /** No source port is left. */
        NO_PORT, FAILED
    }

    /**
     * What came of it.
     *
     * @param errno 0 if connected or silent
     * @param icmp in the order of arrival
     * @param syns that were sent
     * @param local our end, where the kernel chose one
     * @param info of the connection, or of the attempt
     */
    public record Outcome(
            End end, int errno, long nanos, List<IcmpError> icmp, long syns, Optional<InetSocketAddress> local,
            OptionalInt pathMtu, Optional<KernelTcpInfo> info) {
        public Outcome {
            icmp = List.copyOf(icmp);
        }

        /** As the C library words it. */
        public String error() {
            return Errno.text(errno);
        }
    }

    /**
     * Tries, and closes again at once. Blocks: only on a platform thread.
     *
     * @throws IOException if the operating system has no such sockets
     */
    public Outcome connect(InetSocketAddress to, long timeoutNanos) throws IOException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) throw new IOException("this works on Linux only, and this is " + system);
        try (var socket = ErrorQueueSocket.tcp(to.getAddress() instanceof Inet6Address)) {
            if (hopLimit > 0) socket.hopLimit(hopLimit);
            if (maximumSegmentBytes > 0) socket.maximumSegment(maximumSegmentBytes);
            if (sourcePort > 0) {
                int bound = socket.bind(sourcePort);
                if (bound < 0) return notSent(-bound, 0);
            }
            long began = System.nanoTime();
            int result = socket.connect(to);
            if (result < 0 && result != -Errno.EINPROGRESS) return notSent(-result, System.nanoTime() - began);
            boolean answered = result == 0 || socket.await(ErrorQueueSocket.OUT, timeoutNanos);
            return outcome(socket, answered, System.nanoTime() - began);
        }
    }

    private static Outcome notSent(int errno, long nanos) {
        var end = errno == Errno.EADDRNOTAVAIL || errno == Errno.EAGAIN ? End.NO_PORT
                : errno == Errno.ECONNREFUSED ? End.REFUSED : End.NOT_SENT;
        return new Outcome(end, errno, nanos, List.of(), 0, Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    private static Outcome outcome(ErrorQueueSocket socket, boolean answered, long nanos) {
        int errno = answered ? socket.takeError() : 0; // first: the kernel forgets it when the last message is taken
        var icmp = new ArrayList<IcmpError>();
        for (var message = socket.takeMessage(); message.isPresent(); message = socket.takeMessage()) {
            IcmpError.of(message.get()).ifPresent(icmp::add);
        }
        var info = KernelTcpInfo.read(socket.tcpInfo(), "");
        var end = !answered ? End.SILENT : switch (errno) {
            case 0 -> End.CONNECTED;
            case Errno.ECONNREFUSED -> End.REFUSED;
            case Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EACCES, Errno.EHOSTDOWN -> End.UNREACHABLE;
            case Errno.ETIMEDOUT -> End.SILENT;
            default -> End.FAILED;
        };
        return new Outcome(end, end == End.SILENT ? 0 : errno, nanos, icmp, 1 + info.retransmissions(), socket.local(),
                end == End.CONNECTED ? socket.pathMtu() : OptionalInt.empty(), Optional.of(info));
    }
}
