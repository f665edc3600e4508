package dev.weir.lab.box;

import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptions;
import dev.weir.wire.UdpHeader;

/** Which packets a box means. They combine with {@link #and}, {@link #or} and {@link #not}. */
@FunctionalInterface
public interface Match {
    Match ALL = (_, _) -> true;
    Match OUTWARD = (_, outward) -> outward;
    Match INWARD = (_, outward) -> !outward;
    Match TCP = (packet, _) -> Headers.isTcp(packet);
    Match UDP = (packet, _) -> Headers.protocol(packet) == IpProtocol.UDP;
    Match ICMP = (packet, _) -> isIcmp(packet);
    /** The first segment of a handshake. */
    Match SYN = (packet, _) -> (Headers.tcpFlags(packet) & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
    Match SYN_ACK = (packet, _) ->
            (Headers.tcpFlags(packet) & (TcpFlags.SYN | TcpFlags.ACK)) == (TcpFlags.SYN | TcpFlags.ACK);
    /** A SYN that asks for ECN, or a SYN-ACK that grants it. */
    Match ECN_SETUP = (packet, _) -> Ecn.isAskedFor(packet);
    Match RST = (packet, _) -> (Headers.tcpFlags(packet) & TcpFlags.RST) != 0;
    Match FIN = (packet, _) -> (Headers.tcpFlags(packet) & TcpFlags.FIN) != 0;
    /** TCP with payload. */
    Match DATA = (packet, _) -> Headers.isTcp(packet) && Headers.tcpPayload(packet) > 0;

    /** @param outward whether it comes from inside */
    boolean test(Packet packet, boolean outward);

    /** TCP or UDP to this port. */
    static Match toPort(int port) {
        return (packet, _) -> Headers.hasPorts(packet)
                && UdpHeader.destinationPort(packet.bytes(), Headers.transportOffset(packet)) == port;
    }

    /** TCP or UDP from this port. */
    static Match fromPort(int port) {
        return (packet, _) -> Headers.hasPorts(packet)
                && UdpHeader.sourcePort(packet.bytes(), Headers.transportOffset(packet)) == port;
    }

    static Match to(Cidr prefix) {
        return (packet, _) -> prefix.contains(packet.destinationHigh(), packet.destinationLow());
    }

    static Match from(Cidr prefix) {
        return (packet, _) -> prefix.contains(packet.sourceHigh(), packet.sourceLow());
    }

    /** Whole IP packets of more bytes than this. */
    static Match larger(int bytes) {
        return (packet, _) -> packet.length() > bytes;
    }

    /** TCP with an option of this kind. */
    static Match option(int kind) {
        return (packet, _) -> {
            if (!Headers.isTcp(packet)) return false;
            int at = Headers.transportOffset(packet);
            return TcpOptions.find(packet.bytes(), TcpHeader.optionsOffset(at),
                    TcpHeader.optionsLength(packet.bytes(), at), kind) >= 0;
        };
    }

    default Match and(Match other) {
        return (packet, outward) -> test(packet, outward) && other.test(packet, outward);
    }

    default Match or(Match other) {
        return (packet, outward) -> test(packet, outward) || other.test(packet, outward);
    }

    default Match not() {
        return (packet, outward) -> !test(packet, outward);
    }

    private static boolean isIcmp(Packet packet) {
        int protocol = Headers.protocol(packet);
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }
}
