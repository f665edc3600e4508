package dev.weir.io.probe;

import dev.weir.io.sys.Errno;
import dev.weir.io.sys.ErrorQueueSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A UDP datagram to a port where nobody listens: a host that is there answers "port unreachable", a router on the way "hop
 * limit exceeded" or "too big". Never fragmented. No privilege needed; Linux only.
 */
public final class DatagramProbe {
    private static final int IPV4_HEADERS = 28;
    private static final int IPV6_HEADERS = 48;

    private DatagramProbe() {}

    /**
     * What came back.
     *
     * @param icmp empty if nothing did in the time given
     * @param tooBigForDevice this host could not even send it
     */
    public record Answer(Optional<IcmpError> icmp, boolean tooBigForDevice, long nanos) {}

    /**
     * Sends one, and waits. Blocks: only on a platform thread.
     *
     * @param packetBytes of the IP packet
     * @param hopLimit 0 for the system's
     */
    public static Answer send(InetSocketAddress to, int packetBytes, int hopLimit,
            long timeoutNanos) throws IOException {
        boolean ipv6 = to.getAddress() instanceof Inet6Address;
        try (var socket = ErrorQueueSocket.udp(ipv6)) {
            if (hopLimit > 0) socket.hopLimit(hopLimit);
            socket.probeMtu();
            long began = System.nanoTime();
            int connected = socket.connect(to);
            if (connected < 0) return new Answer(Optional.empty(), false, System.nanoTime() - began);
            long sent = socket.send(new byte[packetBytes - (ipv6 ? IPV6_HEADERS : IPV4_HEADERS)], 0);
            if (sent == -Errno.EMSGSIZE) return new Answer(Optional.empty(), true, System.nanoTime() - began);
            socket.await(0, timeoutNanos);
            var message = socket.takeMessage();
            return new Answer(message.flatMap(IcmpError::of), false, System.nanoTime() - began);
        }
    }
}
