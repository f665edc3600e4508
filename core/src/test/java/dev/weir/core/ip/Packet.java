package dev.weir.core.ip;

import dev.weir.core.link.Frame;
import dev.weir.wire.Checksum;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.UdpHeader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Builds packets of both versions for tests, wrong ones too. */
public final class Packet {
    private final IpAddress source;
    private final IpAddress destination;
    private final ByteArrayOutputStream between = new ByteArrayOutputStream(); // options or extension headers
    private int firstExtension = -1;
    private int lastExtension = -1; // where the last one has its next-header field
    private int protocol = 253; // RFC 3692: for experiments
    private byte[] payload = {};
    private int trafficClass;
    private int timeToLive = 64;
    private int identification;
    private int fragmentOffset;
    private boolean moreFragments;
    private boolean isFragment;

    private Packet(IpAddress source, IpAddress destination) {
        this.source = source;
        this.destination = destination;
    }

    public static Packet from(String source, String destination) {
        return new Packet(IpAddress.parse(source), IpAddress.parse(destination));
    }

    public Packet protocol(int protocol) {
        this.protocol = protocol;
        return this;
    }

    public Packet payload(byte... payload) {
        this.payload = payload;
        return this;
    }

    public Packet trafficClass(int trafficClass) {
        this.trafficClass = trafficClass;
        return this;
    }

    public Packet timeToLive(int timeToLive) {
        this.timeToLive = timeToLive;
        return this;
    }

    /** Makes this a fragment; {@code offset} is a multiple of 8. The IPv6 fragment header comes last. */
    public Packet fragment(int identification, int offset, boolean more) {
        this.identification = identification;
        this.fragmentOffset = offset;
        this.moreFragments = more;
        this.isFragment = true;
        return this;
    }

    /** IPv4 options, padded here to a multiple of four. */
    public Packet options(int... bytes) {
        for (int value : bytes) between.write(value);
        while (between.size() % 4 != 0) between.write(0);
        return this;
    }

    /** An IPv6 extension header: {@code body} makes it, with two fields before it, a multiple of 8 bytes. */
    public Packet extension(int kind, int... body) {
        if (firstExtension < 0) firstExtension = kind;
        else patch(kind);
        lastExtension = between.size();
        between.write(0);
        between.write((body.length + 2) / 8 - 1);
        for (int value : body) between.write(value);
        return this;
    }

    private void patch(int kind) {
        byte[] bytes = between.toByteArray();
        bytes[lastExtension] = (byte) kind;
        between.reset();
        between.writeBytes(bytes);
    }

    /** UDP with its checksum. */
    public Packet udp(int sourcePort, int destinationPort, byte... data) {
        byte[] datagram = new byte[UdpHeader.LENGTH + data.length];
        System.arraycopy(data, 0, datagram, UdpHeader.LENGTH, data.length);
        var s = MemorySegment.ofArray(datagram);
        UdpHeader.write(s, 0, sourcePort, destinationPort, datagram.length);
        UdpHeader.writeChecksum(s, 0, datagram.length,
                source.high(), source.low(), destination.high(), destination.low());
        return protocol(IpProtocol.UDP).payload(datagram);
    }

    /** An ICMP or ICMPv6 message with its checksum; {@code rest} is the second word. */
    public Packet icmp(int type, int code, int rest, byte... data) {
        byte[] message = new byte[IcmpHeader.LENGTH + data.length];
        System.arraycopy(data, 0, message, IcmpHeader.LENGTH, data.length);
        var s = MemorySegment.ofArray(message);
        IcmpHeader.writeError(s, 0, type, code, rest);
        if (source.isIpv4()) {
            IcmpHeader.writeChecksumIpv4(s, 0, message.length);
        } else {
            IcmpHeader.writeChecksumIpv6(s, 0, message.length,
                    source.high(), source.low(), destination.high(), destination.low());
        }
        return protocol(source.isIpv4() ? IpProtocol.ICMP : IpProtocol.ICMPV6).payload(message);
    }

    public byte[] bytes() {
        return source.isIpv4() ? ipv4() : ipv6();
    }

    public Frame frame() {
        return frame(bytes());
    }

    /** A frame whose memory ends with the packet, so that reading beyond it fails. */
    public static Frame frame(byte[] packet) {
        return new Frame().set(MemorySegment.ofArray(packet), 0, packet.length);
    }

    private byte[] ipv4() {
        int header = Ipv4Header.MINIMUM_LENGTH + between.size();
        byte[] packet = new byte[header + payload.length];
        var s = MemorySegment.ofArray(packet);
        Ipv4Header.write(s, 0, trafficClass, packet.length, identification, false, timeToLive, protocol,
                source.ipv4(), destination.ipv4());
        if (isFragment) Ipv4Header.writeFragment(s, 0, packet.length, fragmentOffset, moreFragments);
        System.arraycopy(between.toByteArray(), 0, packet, Ipv4Header.MINIMUM_LENGTH, between.size());
        packet[0] = (byte) (0x40 | header / 4);
        Ipv4Header.writeChecksum(s, 0);
        System.arraycopy(payload, 0, packet, header, payload.length);
        return packet;
    }

    private byte[] ipv6() {
        int last = protocol;
        if (isFragment) {
            extension(IpProtocol.IPV6_FRAGMENT, 0, 0, 0, 0, 0, 0);
        }
        if (firstExtension >= 0) patch(protocol);
        byte[] headers = between.toByteArray();
        if (isFragment) {
            Ipv6Extensions.writeFragment(MemorySegment.ofArray(headers), headers.length - 8, last, fragmentOffset,
                    moreFragments, identification);
        }
        byte[] packet = Arrays.copyOf(new byte[0], Ipv6Header.LENGTH + headers.length + payload.length);
        Ipv6Header.write(MemorySegment.ofArray(packet), 0, trafficClass, 0, headers.length + payload.length,
                firstExtension >= 0 ? firstExtension : protocol, timeToLive,
                source.high(), source.low(), destination.high(), destination.low());
        System.arraycopy(headers, 0, packet, Ipv6Header.LENGTH, headers.length);
        System.arraycopy(payload, 0, packet, Ipv6Header.LENGTH + headers.length, payload.length);
        return packet;
    }

    /** Whether transport checksum and IPv4 header checksum of a packet without extension headers are right. */
    public static boolean verifies(byte[] packet) {
        var s = MemorySegment.ofArray(packet);
        if (Ipv4Header.version(s, 0) == 4) {
            int header = Ipv4Header.headerLength(s, 0);
            int length = packet.length - header;
            if (!Ipv4Header.verifiesChecksum(s, 0)) return false;
            if (Ipv4Header.protocol(s, 0) == IpProtocol.ICMP) return IcmpHeader.verifiesIpv4(s, header, length);
            var source = IpAddress.ofIpv4(Ipv4Header.source(s, 0));
            var destination = IpAddress.ofIpv4(Ipv4Header.destination(s, 0));
            return Checksum.verifies(s, header, length, source.high(), source.low(), destination.high(),
                    destination.low(), Ipv4Header.protocol(s, 0));
        }
        return Checksum.verifies(s, Ipv6Header.LENGTH, packet.length - Ipv6Header.LENGTH,
                Ipv6Header.sourceHigh(s, 0), Ipv6Header.sourceLow(s, 0),
                Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0), Ipv6Header.nextHeader(s, 0));
    }
}
