package dev.weir.lab.packet;

import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptionWriter;
import java.lang.foreign.MemorySegment;

/** Packets that something in the middle makes: resets in the name of an end, and ICMP errors in its own. */
public final class Forge {
    /** Hops that a forged packet may go: another number than most ends use, as in life. */
    public static final int FORGED_HOPS = 128;

    private static final int OWN_HOPS = 64;
    private static final int FORGED_MSS = 1460;
    private static final int ICMPV4_LIMIT = 576; // of the whole error: RFC 1812 4.3.2.3

    private Forge() {}

    /** The reset that the receiver of {@code segment} would send if it had no connection: RFC 9293 3.5.2. Null for a reset. */
    public static Packet resetToSender(Packet segment, PacketPool pool, long now) {
        int at = Headers.transportOffset(segment);
        MemorySegment s = segment.bytes();
        int flags = TcpHeader.flags(s, at);
        if ((flags & TcpFlags.RST) != 0) return null;
        boolean acknowledges = (flags & TcpFlags.ACK) != 0;
        return reset(segment, true, TcpHeader.destinationPort(s, at), TcpHeader.sourcePort(s, at),
                acknowledges ? TcpHeader.acknowledgment(s, at) : 0,
                acknowledges ? 0 : TcpHeader.sequence(s, at) + sequenceLength(segment),
                acknowledges ? TcpFlags.RST : TcpFlags.RST | TcpFlags.ACK, pool, now);
    }

    /**
     * A reset to the receiver of {@code segment} in its sender's name.
     *
     * @param behind whether the segment arrives before it: then it stands behind its bytes, otherwise in their place
     */
    public static Packet resetToReceiver(Packet segment, boolean behind, PacketPool pool, long now) {
        int at = Headers.transportOffset(segment);
        MemorySegment s = segment.bytes();
        return reset(segment, false, TcpHeader.sourcePort(s, at), TcpHeader.destinationPort(s, at),
                TcpHeader.sequence(s, at) + (behind ? sequenceLength(segment) : 0), TcpHeader.acknowledgment(s, at),
                TcpFlags.RST | TcpHeader.flags(s, at) & TcpFlags.ACK, pool, now);
    }

    /** A SYN that no stack sent, with an MSS option and no other; null without memory. */
    public static Packet syn(IpAddress source, int sourcePort, IpAddress destination, int destinationPort, int sequence,
            PacketPool pool, long now) {
        int ip = source.isIpv4() ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
        int header = TcpHeader.MINIMUM_LENGTH + TcpOption.MSS_LENGTH;
        Packet syn = pool.take(ip + header, now);
        if (syn == null) return null;
        writeIp(syn, IpProtocol.TCP, OWN_HOPS, source, destination);
        TcpHeader.write(syn.bytes(), ip, sourcePort, destinationPort, sequence, 0, header, TcpFlags.SYN, 0xffff, 0);
        TcpOptionWriter.mss(syn.bytes(), ip + TcpHeader.MINIMUM_LENGTH,
                source.isIpv4() ? FORGED_MSS : FORGED_MSS - 20);
        Headers.writeTransportChecksum(syn);
        return syn;
    }

    private static Packet reset(Packet segment, boolean toSender, int sourcePort, int destinationPort, int sequence,
            int acknowledgment, int flags, PacketPool pool, long now) {
        boolean ipv4 = segment.isIpv4();
        int ip = ipv4 ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
        Packet reset = pool.take(ip + TcpHeader.MINIMUM_LENGTH, now);
        if (reset == null) return null;
        IpAddress source = toSender ? segment.destination() : segment.source();
        IpAddress destination = toSender ? segment.source() : segment.destination();
        writeIp(reset, IpProtocol.TCP, FORGED_HOPS, source, destination);
        TcpHeader.write(reset.bytes(), ip, sourcePort, destinationPort, sequence, acknowledgment,
                TcpHeader.MINIMUM_LENGTH, flags, 0, 0);
        Headers.writeTransportChecksum(reset);
        return reset;
    }

    /** Bytes of sequence space: payload, SYN and FIN. */
    public static int sequenceLength(Packet segment) {
        int flags = Headers.tcpFlags(segment);
        return Headers.tcpPayload(segment) + Integer.bitCount(flags & (TcpFlags.SYN | TcpFlags.FIN));
    }

    /**
     * An ICMP error about {@code packet} to its sender; null if none may be sent (RFC 1122 3.2.2, RFC 4443 2.4 e: about
     * an ICMP error, a fragment that is not the first, or what went to or came from no single host), or without memory.
     *
     * @param from whose error it is, of the packet's version
     * @param rest the second word: 0, or the MTU
     */
    public static Packet icmpError(Packet packet, IpAddress from, int type, int code, int rest, PacketPool pool,
            long now) {
        if (!mayAnswer(packet)) return null;
        packet.finishChecksum();
        boolean ipv4 = packet.isIpv4();
        int ip = ipv4 ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
        int most = (ipv4 ? ICMPV4_LIMIT : Ipv6Header.MINIMUM_MTU) - ip - IcmpHeader.LENGTH;
        int quoted = Math.min(packet.length(), most);
        Packet error = pool.take(ip + IcmpHeader.LENGTH + quoted, now);
        if (error == null) return null;
        writeIp(error, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6, OWN_HOPS, from, packet.source());
        IcmpHeader.writeError(error.bytes(), ip, type, code, rest, packet.bytes(), 0, quoted);
        Headers.writeTransportChecksum(error);
        return error;
    }

    /** The answer to an echo request, made of the request itself. */
    public static void turnIntoEchoReply(Packet request) {
        int at = Headers.transportOffset(request);
        boolean ipv4 = request.isIpv4();
        IpAddress source = request.destination();
        IpAddress destination = request.source();
        writeIp(request, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6, OWN_HOPS, source, destination);
        MemorySegment s = request.bytes();
        IcmpHeader.writeEchoReply(s, at,
                ipv4 ? IcmpHeader.V4.ECHO_REPLY : IcmpHeader.V6.ECHO_REPLY, s, at, request.length() - at);
        Headers.writeTransportChecksum(request);
    }

    private static boolean mayAnswer(Packet packet) {
        IpAddress source = packet.source();
        IpAddress destination = packet.destination();
        if (source.isUnspecified() || source.isMulticast() || source.isLimitedBroadcast()) return false;
        if (destination.isMulticast() || destination.isLimitedBroadcast()) return false;
        int protocol = Headers.protocol(packet);
        if (protocol < 0) return false;
        if (protocol != IpProtocol.ICMP && protocol != IpProtocol.ICMPV6) return true;
        int at = Headers.transportOffset(packet);
        if (at + IcmpHeader.LENGTH > packet.length()) return false;
        int type = IcmpHeader.type(packet.bytes(), at);
        return !(protocol == IpProtocol.ICMP ? IcmpHeader.V4.isError(type) : IcmpHeader.V6.isError(type));
    }

    private static void writeIp(Packet packet, int protocol, int hops, IpAddress source, IpAddress destination) {
        if (source.isIpv4()) {
            Ipv4Header.write(packet.bytes(), 0, 0, packet.length(), 0, true, hops, protocol, source.ipv4(),
                    destination.ipv4());
        } else {
            Ipv6Header.write(packet.bytes(), 0, 0, 0, packet.length() - Ipv6Header.LENGTH, protocol, hops,
                    source.high(), source.low(), destination.high(), destination.low());
        }
    }
}
