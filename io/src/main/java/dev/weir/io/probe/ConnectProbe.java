package dev.weir.io.probe;

import dev.weir.io.os.KernelTcpInfo;
import dev.weir.io.sys.Errno;
import java.io.IOException;
import java.net.InetSocketAddress;
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
        NO_PORT, FAILED;

        /** By the error of a socket that has tried. */
        static End of(int errno) {
            return switch (errno) {
                case 0 -> CONNECTED;
                case Errno.ECONNREFUSED -> REFUSED;
                case Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EACCES, Errno.EHOSTDOWN -> UNREACHABLE;
                case Errno.ETIMEDOUT -> SILENT;
                default -> FAILED;
            };
        }
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

        /** Bind or connect itself failed. */
        static Outcome notSent(int errno, long nanos) {
            var end = errno == Errno.EADDRNOTAVAIL || errno == Errno.EAGAIN ? End.NO_PORT
                    : errno == Errno.ECONNREFUSED ? End.REFUSED : End.NOT_SENT;
            return new Outcome(end, errno, nanos, List.of(), 0, Optional.empty(), OptionalInt.empty(),
                    Optional.empty());
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
        try (var connection = ProbeConnection.open(this, to, timeoutNanos)) {
            return connection.outcome();
        }
    }
}
