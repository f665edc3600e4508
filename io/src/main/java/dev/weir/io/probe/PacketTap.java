package dev.weir.io.probe;

import dev.weir.io.sys.PacketFilter;
import dev.weir.io.sys.PacketFilter.End;
import dev.weir.io.sys.PacketSocket;
import dev.weir.io.sys.SystemCallFailed;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sees the TCP packets between this host and one other while it is open: what sockets hide. Needs CAP_NET_RAW. Any thread.
 */
public final class PacketTap implements AutoCloseable {
    private static final int MOST_PACKETS = 4096;

    private final PacketSocket socket;
    private final Thread reader;
    private final List<Packet> packets = new ArrayList<>(); // guarded by itself
    private volatile boolean closing;

    /**
     * A packet that passed.
     *
     * @param atNanos {@link System#nanoTime}
     * @param hopLimit or time to live, as it arrived
     * @param identification of IPv4; -1 of IPv6
     * @param flags those of {@link dev.weir.wire.TcpFlags}
     */
    public record Packet(
            long atNanos, boolean outgoing, int hopLimit, int identification, int localPort, int remotePort, int flags,
            int sequence, int acknowledgment, int window) {}

    private PacketTap(PacketSocket socket) {
        this.socket = socket;
        reader = Thread.ofPlatform().daemon().name("weir-tap").start(this::read);
    }

    /** @throws IOException if this user may not, or the operating system cannot */
    public static PacketTap open(IpAddress remote) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) throw new IOException("packets can be seen on Linux only");
        var socket = new PacketSocket();
        try {
            socket.filter(new PacketFilter(new End(Optional.empty(), 0), new End(Optional.of(remote), 0)).program());
            socket.begin();
            return new PacketTap(socket);
        } catch (SystemCallFailed e) {
            socket.close();
            throw e;
        }
    }

    private void read() {
        try {
            while (!closing) {
                if (socket.receive()) take(System.nanoTime());
            }
        } catch (SystemCallFailed e) {
            closing = true; // what was seen stays
        }
    }

    private void take(long now) {
        MemorySegment s = socket.bytes();
        int ip = socket.offset();
        boolean ipv4 = socket.length() > 0 && Ipv4Header.version(s, ip) == 4;
        var fault = ipv4 ? Ipv4Header.checkForm(s, ip, socket.length()) : Ipv6Header.check(s, ip, socket.length());
        if (fault != Fault.NONE) return;
        int tcp = ip + (ipv4 ? Ipv4Header.headerLength(s, ip) : Ipv6Header.LENGTH);
        if (TcpHeader.check(s, tcp, socket.length() - (tcp - ip)) != Fault.NONE) return;
        boolean out = socket.isOutgoing();
        int source = TcpHeader.sourcePort(s, tcp);
        int destination = TcpHeader.destinationPort(s, tcp);
        var packet = new Packet(now, out, ipv4 ? Ipv4Header.timeToLive(s, ip) : Ipv6Header.hopLimit(s, ip),
                ipv4 ? Ipv4Header.identification(s, ip) : -1, out ? source : destination, out ? destination : source,
                TcpHeader.flags(s, tcp), TcpHeader.sequence(s, tcp), TcpHeader.acknowledgment(s, tcp),
                        TcpHeader.window(s, tcp));
        synchronized (packets) {
            if (packets.size() < MOST_PACKETS) packets.add(packet);
            packets.notifyAll();
        }
    }

    /** Those so far. */
    public List<Packet> packets() {
        synchronized (packets) {
            return List.copyOf(packets);
        }
    }

    /** Waits for one like this; empty if none came in time. */
    Optional<Packet> await(Predicate<Packet> wanted, long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        synchronized (packets) {
            while (true) {
                var found = packets.stream().filter(wanted).findFirst();
                long left = deadline - System.nanoTime();
                if (found.isPresent() || left <= 0) return found;
                packets.wait(left / 1_000_000 + 1);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the reader is a daemon, and owns the socket
        }
        socket.close();
    }
}
