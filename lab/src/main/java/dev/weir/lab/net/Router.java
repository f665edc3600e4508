package dev.weir.lab.net;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Forge;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import dev.weir.wire.Fault;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;

/**
 * Hands packets on to the lane that leads to their destination (RFC 1812 5.2), cuts those that are too large and may be
 * cut, and tells senders what it cannot do: time exceeded, unreachable, fragmentation needed, packet too big. It answers
 * echo requests to its own addresses.
 */
public final class Router extends Node {
    private Routes routes;
    private boolean silent;

    Router(Place place) {
        super(place);
    }

    /** Sends no ICMP any more, as some do: what it drops, it drops silently. */
    public void silence() {
        silent = true;
    }

    @Override
    void complete(Routes routes) {
        this.routes = routes;
    }

    @Override
    void receive(Packet packet, Lane by, long now) {
        MemorySegment s = packet.bytes();
        boolean ipv4 = packet.isIpv4();
        if (!packet.isSound() && !isForwardable(packet, ipv4)) {
            place().drop(Cause.MALFORMED, packet, now);
            return;
        }
        long high = packet.destinationHigh();
        long low = packet.destinationLow();
        if (isOwn(high, low)) {
            answer(packet, now);
            return;
        }
        int hops = ipv4 ? Ipv4Header.timeToLive(s, 0) : Ipv6Header.hopLimit(s, 0);
        if (hops <= 1) {
            refuse(Cause.HOPS_EXCEEDED, packet,
                    ipv4 ? IcmpHeader.V4.TIME_EXCEEDED : IcmpHeader.V6.TIME_EXCEEDED,
                    ipv4 ? IcmpHeader.V4.TIME_EXCEEDED_IN_TRANSIT : IcmpHeader.V6.TIME_EXCEEDED_IN_TRANSIT, 0, now);
            return;
        }
        Lane lane = routes.next(high, low);
        if (lane == null) {
            refuse(Cause.NO_ROUTE, packet,
                    ipv4 ? IcmpHeader.V4.DESTINATION_UNREACHABLE : IcmpHeader.V6.DESTINATION_UNREACHABLE,
                    ipv4 ? IcmpHeader.V4.UNREACHABLE_HOST : IcmpHeader.V6.UNREACHABLE_NO_ROUTE, 0, now);
        } else if (packet.length() <= lane.mtu()) {
            decrement(packet, ipv4, hops);
            place().passed(packet, true, now);
            lane.enter(packet, now);
        } else if (ipv4 && !Ipv4Header.dontFragment(s, 0)) {
            decrement(packet, true, hops);
            fragment(packet, lane, now);
        } else {
            refuse(Cause.FRAGMENTATION_NEEDED, packet,
                    ipv4 ? IcmpHeader.V4.DESTINATION_UNREACHABLE : IcmpHeader.V6.PACKET_TOO_BIG,
                    ipv4 ? IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED : 0, lane.mtu(), now);
        }
    }

    private static boolean isForwardable(Packet packet, boolean ipv4) {
        MemorySegment s = packet.bytes();
        return (ipv4 ? Ipv4Header.check(s, 0, packet.length()) : Ipv6Header.check(s, 0, packet.length())) == Fault.NONE;
    }

    private static void decrement(Packet packet, boolean ipv4, int hops) {
        if (ipv4) Ipv4Header.writeTimeToLive(packet.bytes(), 0, hops - 1);
        else Ipv6Header.writeHopLimit(packet.bytes(), 0, hops - 1);
    }

    private boolean isOwn(long high, long low) {
        for (IpAddress address : addresses()) {
            if (address.high() == high && address.low() == low) return true;
        }
        return false;
    }

    /** Only echo requests: nothing else runs here. */
    private void answer(Packet packet, long now) {
        int protocol = Headers.protocol(packet);
        int at = Headers.transportOffset(packet);
        boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        boolean ipv4 = packet.isIpv4();
        int request = ipv4 ? IcmpHeader.V4.ECHO_REQUEST : IcmpHeader.V6.ECHO_REQUEST;
        if (icmp && at + IcmpHeader.LENGTH <= packet.length() && IcmpHeader.type(packet.bytes(), at) == request) {
            Lane lane = routes.next(packet.sourceHigh(), packet.sourceLow());
            if (lane != null && !silent) {
                Forge.turnIntoEchoReply(packet);
                place().note(Cause.ICMP_SENT, packet, () -> "echo reply", now);
                lane.enter(packet, now);
                return;
            }
        }
        refuse(Cause.NO_ROUTE, packet,
                ipv4 ? IcmpHeader.V4.DESTINATION_UNREACHABLE : IcmpHeader.V6.DESTINATION_UNREACHABLE,
                ipv4 ? IcmpHeader.V4.UNREACHABLE_PROTOCOL : IcmpHeader.V6.UNREACHABLE_PORT, 0, now);
    }

    /** Drops the packet and tells its sender, if somebody is to be told. */
    private void refuse(Cause cause, Packet packet, int type, int code, int rest, long now) {
        IpAddress own = address(!packet.isIpv4());
        Lane lane = routes.next(packet.sourceHigh(), packet.sourceLow());
        Packet error = silent || own == null || lane == null ? null
                : Forge.icmpError(packet, own, type, code, rest, place().pool(), now);
        place().drop(cause, packet, now);
        if (error == null) {
            place().note(Cause.ICMP_SUPPRESSED, null, now);
        } else {
            place().note(Cause.ICMP_SENT, error, () -> "type " + type + ", code " + code, now);
            lane.enter(error, now);
        }
    }

    /** RFC 791 section 3.2; the options of the whole, which these stacks do not send, go into every part. */
    private void fragment(Packet packet, Lane lane, long now) {
        packet.finishChecksum();
        MemorySegment s = packet.bytes();
        int header = Ipv4Header.headerLength(s, 0);
        int before = Ipv4Header.fragmentOffset(s, 0);
        boolean moreBehind = Ipv4Header.moreFragments(s, 0);
        place().note(Cause.FRAGMENTED, packet, () -> "mtu " + lane.mtu(), now);
        int end = Ipv4Header.totalLength(s, 0);
        for (int at = header, length; at < end; at += length) {
            length = Math.min(lane.mtu() - header & ~7, end - at);
            Packet part = place().pool().take(header + length, now);
            if (part == null) {
                place().note(Cause.NO_PACKET_MEMORY, null, now);
                break;
            }
            MemorySegment.copy(s, 0, part.bytes(), 0, header);
            MemorySegment.copy(s, at, part.bytes(), header, length);
            Ipv4Header.writeFragment(part.bytes(), 0, header + length, before + at - header,
                    moreBehind || at + length < end);
            lane.enter(part, now);
        }
        place().pool().free(packet);
    }
}
