package dev.weir.lab.box;

import dev.weir.core.event.Flow;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;

/** A flow, as its inner end names it. The port of an ICMP echo is its identifier, on both sides. */
record FlowKey(int protocol, IpAddress inner, int innerPort, IpAddress outer, int outerPort) {
    /** Null for what has neither ports nor an echo's identifier: other protocols, ICMP errors, later fragments. */
    static FlowKey of(Packet packet, boolean outward) {
        int protocol = Headers.protocol(packet);
        Flow flow = Headers.flow(packet);
        if (flow == null) {
            int identifier = echoIdentifier(packet, protocol);
            if (identifier < 0) return null;
            flow = new Flow(packet.source(), identifier, packet.destination(), identifier);
        }
        if (!outward) flow = flow.reversed();
        return new FlowKey(protocol, flow.local(), flow.localPort(), flow.remote(), flow.remotePort());
    }

    private static int echoIdentifier(Packet packet, int protocol) {
        if (protocol != IpProtocol.ICMP && protocol != IpProtocol.ICMPV6) return -1;
        int at = Headers.transportOffset(packet);
        if (at + IcmpHeader.LENGTH > packet.length()) return -1;
        int type = IcmpHeader.type(packet.bytes(), at);
        boolean echo = protocol == IpProtocol.ICMP
                ? type == IcmpHeader.V4.ECHO_REQUEST || type == IcmpHeader.V4.ECHO_REPLY
                : type == IcmpHeader.V6.ECHO_REQUEST || type == IcmpHeader.V6.ECHO_REPLY;
        return echo ? IcmpHeader.identifier(packet.bytes(), at) : -1;
    }
}
