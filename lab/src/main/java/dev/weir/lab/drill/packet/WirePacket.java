package dev.weir.lab.drill.packet;

import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a stack has sent. */
public sealed interface WirePacket {
    /** @throws AssertionError if a stack should never have sent this: wrong lengths or checksums, misplaced options */
    static WirePacket decode(byte[] bytes) {
        var segment = MemorySegment.ofArray(bytes);
        boolean ipv4 = bytes.length > 0 && bytes[0] >>> 4 == 4;
        Fault fault = ipv4 ? Ipv4Header.check(segment, 0, bytes.length) : Ipv6Header.check(segment, 0, bytes.length);
        demand(fault == Fault.NONE, "a malformed IP packet was sent: " + fault);
        int o = ipv4 ? Ipv4Header.headerLength(segment, 0) : Ipv6Header.LENGTH;
        int end = ipv4 ? Ipv4Header.totalLength(segment, 0) : o + Ipv6Header.payloadLength(segment, 0);
        demand(end == bytes.length, "an IP packet of " + bytes.length + " bytes says it has " + end);
        IpAddress source = ipv4 ? IpAddress.ofIpv4(Ipv4Header.source(segment, 0))
                : new IpAddress(Ipv6Header.sourceHigh(segment, 0), Ipv6Header.sourceLow(segment, 0));
        IpAddress destination = ipv4 ? IpAddress.ofIpv4(Ipv4Header.destination(segment, 0))
                : new IpAddress(Ipv6Header.destinationHigh(segment, 0), Ipv6Header.destinationLow(segment, 0));
        var ip = new Ip(source, destination,
                ipv4 ? Ipv4Header.tos(segment, 0) : Ipv6Header.trafficClass(segment, 0),
                ipv4 ? Ipv4Header.timeToLive(segment, 0) : Ipv6Header.hopLimit(segment, 0));
        int protocol = ipv4 ? Ipv4Header.protocol(segment, 0) : Ipv6Header.nextHeader(segment, 0);
        return switch (protocol) {
            case IpProtocol.TCP -> new Tcp(TcpPacket.decode(segment, o, end, ip));
            case IpProtocol.UDP -> Udp.decode(segment, o, end, ip);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> new Icmp(ip, segment.get(ValueLayout.JAVA_BYTE, o) & 0xff,
                    segment.get(ValueLayout.JAVA_BYTE, o + 1) & 0xff, end - o - IcmpHeader.LENGTH);
            default -> throw new AssertionError("a packet of IP protocol " + protocol + " was sent");
        };
    }

    static void demand(boolean holds, String message) {
        if (!holds) throw new AssertionError(message);
    }

    Ip ip();

    /** What the IP header says. */
    record Ip(IpAddress source, IpAddress destination, int trafficClass, int timeToLive) {
        void demandChecksum(MemorySegment segment, int o, int end, int protocol) {
            demand(Checksum.verifies(segment, o, end - o, source.high(), source.low(), destination.high(),
                    destination.low(), protocol), "a packet with a wrong checksum was sent, IP protocol " + protocol);
        }
    }

    record Tcp(TcpPacket segment) implements WirePacket {
        @Override
        public Ip ip() {
            return new Ip(segment.source(), segment.destination(), segment.trafficClass(), segment.timeToLive());
        }
    }

    /** @param length of the payload */
    record Udp(Ip ip, int sourcePort, int destinationPort, int length) implements WirePacket {
        private static Udp decode(MemorySegment segment, int o, int end, Ip ip) {
            demand(UdpHeader.length(segment, o) == end - o, "a UDP datagram with a wrong length was sent");
            ip.demandChecksum(segment, o, end, IpProtocol.UDP);
            return new Udp(ip, UdpHeader.sourcePort(segment, o), UdpHeader.destinationPort(segment, o),
                    end - o - UdpHeader.LENGTH);
        }

        @Override
        public String toString() {
            return "> udp " + sourcePort + ">" + destinationPort + " (" + length + ")";
        }
    }

    /** @param length behind the header of eight bytes */
    record Icmp(Ip ip, int type, int code, int length) implements WirePacket {
        @Override
        public String toString() {
            return "> icmp type " + type + " code " + code + " (" + length + ")";
        }
    }
}
