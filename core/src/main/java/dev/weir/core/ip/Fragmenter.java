package dev.weir.core.ip;

import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.link.Link;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Cuts one packet at a time into fragments and hands them to the link. It keeps a copy, so that a link that blocks
 * half-way gets the rest later; until then no other packet passes.
 */
final class Fragmenter {
    private static final int IPV6_HEADER_LENGTH = Ipv6Header.LENGTH + Ipv6Extensions.FRAGMENT_LENGTH;

    private final Link link;
    private final Counters counters;
    private final OutgoingPacket fragment;
    private MemorySegment whole = MemorySegment.NULL; // made when first needed
    private int wholeLength;
    private int at; // what was sent of the whole, IP header included; equal to its length when nothing is left
    private int mtu;
    private int identification;

    Fragmenter(Link link, Counters counters, Arena arena) {
        this.link = link;
        this.counters = counters;
        this.fragment = new OutgoingPacket(arena);
    }

    boolean isEmpty() {
        return at == wholeLength;
    }

    /** Takes a packet whose IP header is complete, unless the link refuses its first fragment. */
    boolean send(OutgoingPacket packet, int mtu, int identification, long now) {
        if (whole.byteSize() == 0) whole = Arena.ofAuto().allocate(65536, 8);
        packet.copyTo(whole, 0);
        this.wholeLength = packet.length();
        this.at = packet.transportOffset();
        this.mtu = mtu;
        this.identification = identification;
        if (!sendNext(now)) {
            wholeLength = at;
            return false;
        }
        flush(now);
        return true;
    }

    /** Sends what is left, as far as the link takes it; true if nothing is left. */
    boolean flush(long now) {
        while (at < wholeLength) {
            if (!sendNext(now)) return false;
        }
        return true;
    }

    private boolean sendNext(long now) {
        boolean ipv4 = Ipv4Header.version(whole, 0) == 4;
        int header = ipv4 ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
        int fragmentHeader = ipv4 ? header : IPV6_HEADER_LENGTH;
        int length = Math.min(mtu - fragmentHeader & ~7, wholeLength - at); // all but the last: multiples of 8
        boolean more = at + length < wholeLength;
        MemorySegment s = fragment.clear().header();
        MemorySegment.copy(whole, 0, s, 0, header);
        if (ipv4) {
            Ipv4Header.writeFragment(s, 0, fragmentHeader + length, at - header, more);
        } else {
            int protocol = Ipv6Header.nextHeader(s, 0);
            Ipv6Header.write(s, 0, Ipv6Header.trafficClass(s, 0), Ipv6Header.flowLabel(s, 0),
                    Ipv6Extensions.FRAGMENT_LENGTH + length, IpProtocol.IPV6_FRAGMENT,
                    Ipv6Header.hopLimit(s, 0), Ipv6Header.sourceHigh(s, 0), Ipv6Header.sourceLow(s, 0),
                    Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0));
            Ipv6Extensions.writeFragment(s, Ipv6Header.LENGTH, protocol, at - header, more, identification);
        }
        fragment.headers(fragmentHeader, 0);
        fragment.append(whole, at, length);
        if (!link.send(fragment, now)) return false;
        at += length;
        counters.add(Counter.FRAGMENTS_SENT);
        counters.add(Counter.PACKETS_SENT);
        counters.add(Counter.BYTES_SENT, fragmentHeader + length);
        return true;
    }
}
