package dev.weir.lab.box;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Forge;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;

/** What the sender of a packet hears that is not let through. */
public enum Refusal {
    /** Nothing. */
    SILENCE,
    /** A reset as from the other end; for what is not TCP, {@link #PORT_UNREACHABLE}. */
    RESET,
    /** ICMP "administratively prohibited", as from the other end. */
    PROHIBITED,
    /** ICMP "port unreachable", as from the other end. */
    PORT_UNREACHABLE;

    /** Drops the packet for {@code cause}, and answers. */
    void apply(Packet packet, Cause cause, Passage way, long now) {
        Packet answer = answer(packet, way, now);
        way.place().drop(cause, packet, now);
        if (answer == null) return;
        boolean reset = Headers.isTcp(answer);
        way.place().note(reset ? Cause.RESET_FORGED : Cause.ICMP_SENT, answer, now);
        way.answer(answer, now);
    }

    private Packet answer(Packet packet, Passage way, long now) {
        return switch (this) {
            case SILENCE -> null;
            case RESET -> Headers.isTcp(packet) ? Forge.resetToSender(packet, way.pool(), now)
                    : PORT_UNREACHABLE.answer(packet, way, now);
            case PROHIBITED -> unreachable(packet, IcmpHeader.V4.UNREACHABLE_COMMUNICATION_PROHIBITED,
                    IcmpHeader.V6.UNREACHABLE_PROHIBITED, way, now);
            case PORT_UNREACHABLE -> unreachable(packet, IcmpHeader.V4.UNREACHABLE_PORT,
                    IcmpHeader.V6.UNREACHABLE_PORT, way, now);
        };
    }

    private static Packet unreachable(Packet packet, int codeIpv4, int codeIpv6, Passage way, long now) {
        IpAddress from = packet.destination();
        return packet.isIpv4()
                ? Forge.icmpError(packet, from, IcmpHeader.V4.DESTINATION_UNREACHABLE, codeIpv4, 0, way.pool(), now)
                : Forge.icmpError(packet, from, IcmpHeader.V6.DESTINATION_UNREACHABLE, codeIpv6, 0, way.pool(), now);
    }
}
