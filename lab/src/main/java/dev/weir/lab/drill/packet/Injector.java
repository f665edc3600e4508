package dev.weir.lab.drill.packet;

import dev.weir.lab.drill.script.IcmpLine;
import dev.weir.lab.drill.script.IcmpMessage;
import dev.weir.lab.drill.script.IpFields;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.UdpLine;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Makes packets out of a script's lines. */
public final class Injector {
    private static final int TIME_TO_LIVE = 64;
    private static final int QUOTED_TCP_BYTES = 8; // what RFC 792 guarantees

    private final Flows flows;
    private final IpAddress stack;
    private final IpAddress peer;

    public Injector(Flows flows, IpAddress stack, IpAddress peer) {
        this.flows = flows;
        this.stack = stack;
        this.peer = peer;
    }

    public byte[] packet(TcpLine line) {
        Numbering numbering = flows.ofInjected(line); // first: it may make another connection the current one
        TcpLine.Ports ports = line.ports() == null ? flows.current() : line.ports();
        int sequence = numbering.wireSequence(line);
        int acknowledgment = numbering.wireAcknowledgment(line);
        IpFields ip = line.ip();
        var packet = new TcpPacket(source(ip), destination(ip), trafficClass(ip), timeToLive(ip),
                ports.source(), ports.destination(), sequence, acknowledgment, line.flags(), line.window().getAsInt(),
                line.urgentPointer(), numbering.wireOptions(line), numbering.peerPayload(line));
        byte[] bytes = packet.encode();
        if (ip.badChecksum()) bytes[ipLength() + TcpHeader.CHECKSUM_OFFSET] ^= 0x10;
        return bytes;
    }

    /** Quotes the segment as the stack would have sent it, as far as every router must. */
    public byte[] packet(IcmpLine line) {
        TcpLine.Ports ports = flows.current();
        IcmpLine.Segment quote = switch (line.quote()) {
            case IcmpLine.Segment segment -> segment;
            case IcmpLine.Nothing _ -> new IcmpLine.Segment(0, 0, false);
            case IcmpLine.Datagram _, IcmpLine.Bytes _ -> throw new NotApplicable("ICMP that quotes no TCP segment");
        };
        int sequence = quote.absolute() ? (int) quote.sequence() : flows.of(ports).wireOfStack(quote.sequence());
        byte[] quoted = new TcpPacket(stack, peer, 0, TIME_TO_LIVE, ports.destination(), ports.source(), sequence, 0,
                TcpFlags.ACK, 0, 0, List.of(), new byte[quote.length()]).encode();
        int quotedLength = ipLength() + QUOTED_TCP_BYTES;
        var message = IcmpMessage.named(line.type(), line.code());
        if (message == null) throw new NotApplicable("ICMP " + (line.type() + " " + line.code()).strip());
        boolean ipv4 = stack.isIpv4();
        IpAddress source = source(line.ip());
        IpAddress destination = destination(line.ip());
        int o = ipLength();
        var segment = MemorySegment.ofArray(new byte[o + IcmpHeader.LENGTH + quotedLength]);
        int protocol = ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        TcpPacket.writeIp(segment, trafficClass(line.ip()), timeToLive(line.ip()), protocol,
                source, destination, IcmpHeader.LENGTH + quotedLength);
        int length = IcmpHeader.writeError(segment, o, ipv4 ? message.type() : message.typeV6(),
                ipv4 ? message.code() : message.codeV6(), line.mtu(), MemorySegment.ofArray(quoted), 0, quotedLength);
        if (ipv4) {
            IcmpHeader.writeChecksumIpv4(segment, o, length);
        } else {
            IcmpHeader.writeChecksumIpv6(segment, o, length,
                    source.high(), source.low(), destination.high(), destination.low());
        }
        byte[] bytes = (byte[]) segment.heapBase().orElseThrow();
        if (line.ip().badChecksum()) bytes[o + IcmpHeader.CHECKSUM_OFFSET] ^= 0x10;
        return bytes;
    }

    /** A datagram of zeros. */
    public byte[] packet(UdpLine line) {
        TcpLine.Ports ports = line.ports() == null ? flows.current() : line.ports();
        IpAddress source = source(line.ip());
        IpAddress destination = destination(line.ip());
        int o = ipLength();
        int length = UdpHeader.LENGTH + line.length();
        var segment = MemorySegment.ofArray(new byte[o + length]);
        TcpPacket.writeIp(segment, trafficClass(line.ip()), timeToLive(line.ip()), IpProtocol.UDP,
                source, destination, length);
        UdpHeader.write(segment, o, ports.source(), ports.destination(), length);
        UdpHeader.writeChecksum(segment, o, length,
                source.high(), source.low(), destination.high(), destination.low());
        return (byte[]) segment.heapBase().orElseThrow();
    }

    private int ipLength() {
        return stack.isIpv4() ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
    }

    private IpAddress source(IpFields ip) {
        return ip.from() == null ? peer : ip.from();
    }

    private IpAddress destination(IpFields ip) {
        return ip.to() == null ? stack : ip.to();
    }

    private static int timeToLive(IpFields ip) {
        return ip.timeToLive() == IpFields.ANY ? TIME_TO_LIVE : ip.timeToLive();
    }

    private static int trafficClass(IpFields ip) {
        return ip.injectedTrafficClass();
    }
}
