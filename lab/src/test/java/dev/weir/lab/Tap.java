package dev.weir.lab;

import dev.weir.core.link.PacketSink;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Keeps the TCP headers that one host sends, with the numbers of the wire. */
final class Tap implements PacketSink {
    record Sent(long at, IpAddress source, int sourcePort, IpAddress destination, int destinationPort, int sequence,
            int flags, TcpOptions options) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    private final List<Sent> sent = new ArrayList<>();

    @Override
    public void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length) {
        if (!outbound) return;
        boolean ipv4 = Ipv4Header.version(bytes, offset) == 4;
        long o = offset + (ipv4 ? Ipv4Header.headerLength(bytes, offset) : Ipv6Header.LENGTH);
        sent.add(new Sent(at,
                ipv4 ? IpAddress.ofIpv4(Ipv4Header.source(bytes, offset))
                        : new IpAddress(Ipv6Header.sourceHigh(bytes, offset), Ipv6Header.sourceLow(bytes, offset)),
                TcpHeader.sourcePort(bytes, o),
                ipv4 ? IpAddress.ofIpv4(Ipv4Header.destination(bytes, offset))
                        : new IpAddress(Ipv6Header.destinationHigh(bytes, offset), Ipv6Header.destinationLow(bytes, offset)),
                TcpHeader.destinationPort(bytes, o),
                TcpHeader.sequence(bytes, o),
                TcpHeader.flags(bytes, o),
                TcpOptions.parse(bytes, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(bytes, o))));
    }

    List<Sent> sent() {
        return sent;
    }

    /** The last SYN or SYN-ACK. */
    Sent lastSyn() {
        return sent.stream().filter(segment -> segment.has(TcpFlags.SYN)).toList().getLast();
    }
}
