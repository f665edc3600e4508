package dev.weir.io.probe;

import dev.weir.io.probe.PacketTap.Packet;
import dev.weir.io.sys.ErrorQueueSocket;
import dev.weir.io.sys.RawIpSocket;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptionWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A SYN made by hand, of which one property is chosen, from a port that is bound but not connected: the kernel itself ends
 * the half-open connection with a reset. Needs CAP_NET_RAW.
 */
public final class SynProbe {
    private static final int HOP_LIMIT = 64;
    private static final int WINDOW = 64_240;
    private static final int FAST_OPEN = 34;

    private SynProbe() {}

    /** What the SYN looks like. */
    public enum Form {
        /** With the options that Linux sends. */
        USUAL("a usual SYN"),
        /** The same, asking for ECN (RFC 3168 6.1.1). */
        ECN("a SYN that asks for ECN"),
        /** The same, asking for a Fast Open cookie (RFC 7413 4.1.2). */
        FAST_OPEN("a SYN that asks for Fast Open"),
        /** With no option but the maximum segment size. */
        BARE("a SYN without options");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * Sends one and waits for the answer: a SYN-ACK, or a reset. Blocks: only on a platform thread.
     *
     * @param tap open for {@code remote}
     * @param source an address of this host
     */
    public static Optional<Packet> send(
            PacketTap tap, IpAddress source, IpAddress remote, int port, Form form, long timeoutNanos)
            throws IOException, InterruptedException {
        try (var arena = Arena.ofConfined();
                var reserved = ErrorQueueSocket.tcp(remote.isIpv6());
                var raw = new RawIpSocket(remote)) {
            reserved.bind(0);
            int localPort = reserved.local().orElseThrow(() -> new IOException("no source port is left")).getPort();
            int sequence = ThreadLocalRandom.current().nextInt();
            raw.send(packet(arena, source, remote, localPort, port, sequence, form));
            return tap.await(packet -> !packet.outgoing() && packet.localPort() == localPort
                    && packet.remotePort() == port
                    && packet.acknowledgment() == sequence + 1, timeoutNanos);
        }
    }

    private static MemorySegment packet(
            Arena arena, IpAddress source, IpAddress remote, int localPort, int port, int sequence, Form form) {
        boolean ipv4 = remote.isIpv4();
        int tcp = ipv4 ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
        var s = arena.allocate(tcp + TcpHeader.MAXIMUM_LENGTH, 8);
        long end = options(s, tcp + TcpHeader.MINIMUM_LENGTH, form, ipv4 ? 1460 : 1440);
        int length = (int) end - tcp;
        int flags = TcpFlags.SYN | (form == Form.ECN ? TcpFlags.ECE | TcpFlags.CWR : 0);
        TcpHeader.write(s, tcp, localPort, port, sequence, 0, length, flags, WINDOW, 0);
        TcpHeader.writeChecksum(s, tcp, length, source.high(), source.low(), remote.high(), remote.low());
        if (ipv4) {
            Ipv4Header.write(s, 0, 0, tcp + length, 0, true, HOP_LIMIT, IpProtocol.TCP, source.ipv4(), remote.ipv4());
        } else {
            Ipv6Header.write(s, 0, 0, 0, length, IpProtocol.TCP, HOP_LIMIT,
                    source.high(), source.low(), remote.high(), remote.low());
        }
        return s.asSlice(0, end);
    }

    private static long options(MemorySegment s, long o, Form form, int mss) {
        long at = TcpOptionWriter.mss(s, o, mss);
        if (form == Form.BARE) return at;
        at = TcpOptionWriter.sackPermitted(s, at);
        at = TcpOptionWriter.timestamps(s, at, (int) (System.nanoTime() / 1_000_000), 0);
        at = TcpOptionWriter.windowScale(s, at, 7);
        if (form == Form.FAST_OPEN) at = TcpOptionWriter.option(s, at, FAST_OPEN, new byte[0]);
        return TcpOptionWriter.endPadding(s, at, o);
    }
}
