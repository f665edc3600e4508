package dev.weir.lab.drill.packet;

import dev.weir.lab.drill.script.OptionLine;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TCP/IP packet with its numbers as they are on the wire.
 *
 * @param options numbers absolute
 */
public record TcpPacket(
        IpAddress source,
        IpAddress destination,
        int trafficClass,
        int timeToLive,
        int sourcePort,
        int destinationPort,
        int sequence,
        int acknowledgment,
        int flags,
        int window,
        int urgentPointer,
        List<OptionLine> options,
        byte[] payload) {

    /** The packet as bytes, with its checksums. */
    public byte[] encode() {
        byte[] optionBytes = OptionCodec.encode(options);
        int tcpLength = TcpHeader.MINIMUM_LENGTH + optionBytes.length + payload.length;
        int ipLength = source.isIpv4() ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
        var bytes = new byte[ipLength + tcpLength];
        var segment = MemorySegment.ofArray(bytes);
        writeIp(segment, trafficClass, timeToLive, IpProtocol.TCP, source, destination, tcpLength);
        TcpHeader.write(segment, ipLength, sourcePort, destinationPort, sequence, acknowledgment,
                TcpHeader.MINIMUM_LENGTH + optionBytes.length, flags, window, urgentPointer);
        System.arraycopy(optionBytes, 0, bytes, ipLength + TcpHeader.MINIMUM_LENGTH, optionBytes.length);
        System.arraycopy(payload, 0, bytes, bytes.length - payload.length, payload.length);
        TcpHeader.writeChecksum(segment, ipLength, tcpLength,
                source.high(), source.low(), destination.high(), destination.low());
        return bytes;
    }

    /** Writes the IP header of a packet with {@code payloadLength} bytes behind it. */
    static void writeIp(MemorySegment segment, int trafficClass, int timeToLive, int protocol,
            IpAddress source, IpAddress destination, int payloadLength) {
        if (source.isIpv4()) {
            Ipv4Header.write(segment, 0, trafficClass, Ipv4Header.MINIMUM_LENGTH + payloadLength, 0, true, timeToLive,
                    protocol, source.ipv4(), destination.ipv4());
        } else {
            Ipv6Header.write(segment, 0, trafficClass, 0, payloadLength, protocol, timeToLive,
                    source.high(), source.low(), destination.high(), destination.low());
        }
    }

    /** @param end of the segment in {@code bytes}; {@code o} its first byte */
    static TcpPacket decode(MemorySegment segment, int o, int end, WirePacket.Ip ip) {
        Fault fault = TcpHeader.check(segment, o, end - o);
        WirePacket.demand(fault == Fault.NONE, "a malformed TCP header was sent: " + fault);
        ip.demandChecksum(segment, o, end, IpProtocol.TCP);
        long payload = o + TcpHeader.dataOffset(segment, o);
        var packet = new TcpPacket(ip.source(), ip.destination(), ip.trafficClass(), ip.timeToLive(),
                TcpHeader.sourcePort(segment, o), TcpHeader.destinationPort(segment, o),
                TcpHeader.sequence(segment, o), TcpHeader.acknowledgment(segment, o), TcpHeader.flags(segment, o),
                TcpHeader.window(segment, o), TcpHeader.urgentPointer(segment, o),
                OptionCodec.decode(segment, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(segment, o)),
                segment.asSlice(payload, end - payload).toArray(ValueLayout.JAVA_BYTE));
        for (String broken : packet.brokenRules(TcpHeader.reserved(segment, o))) WirePacket.demand(false, broken);
        return packet;
    }

    /** This one and {@code next}, as one segment: a link that cuts would have got them so. */
    public TcpPacket with(TcpPacket next) {
        var both = Arrays.copyOf(payload, payload.length + next.payload.length);
        System.arraycopy(next.payload, 0, both, payload.length, next.payload.length);
        return new TcpPacket(source, destination, trafficClass, timeToLive, sourcePort, destinationPort, sequence,
                acknowledgment, flags | next.flags & (TcpFlags.PSH | TcpFlags.FIN), window, urgentPointer, options, both);
    }

    /** As Linux marks what it hands to a device to be cut: more than one segment is always pushed. */
    public TcpPacket pushed() {
        return new TcpPacket(source, destination, trafficClass, timeToLive, sourcePort, destinationPort, sequence,
                acknowledgment, flags | TcpFlags.PSH, window, urgentPointer, options, payload);
    }

    /**
     * Whether {@code next} may be the next part of the same segment: it follows it, and its header says the same.
     *
     * @param last whether it may be shorter, and finish or push
     */
    public boolean isContinuedBy(TcpPacket next, boolean last) {
        int atEnd = TcpFlags.PSH | TcpFlags.FIN | TcpFlags.CWR;
        return next.sequence == sequence + payload.length && next.sourcePort == sourcePort
                && next.destinationPort == destinationPort && next.acknowledgment == acknowledgment
                && next.window == window && next.trafficClass == trafficClass && next.options.equals(options)
                && (flags & (TcpFlags.FIN | TcpFlags.PSH)) == 0 && (flags & ~atEnd) == (next.flags & ~atEnd)
                && (last || (next.flags & (TcpFlags.FIN | TcpFlags.PSH)) == 0);
    }

    /** Rules that hold for whatever a stack sends. */
    private List<String> brokenRules(int reserved) {
        var broken = new ArrayList<String>();
        boolean syn = (flags & TcpFlags.SYN) != 0;
        if (reserved != 0) broken.add("reserved bits are set in a segment");
        if ((flags & TcpFlags.ACK) == 0 && acknowledgment != 0) broken.add("an acknowledgment number without ACK");
        if ((flags & TcpFlags.URG) == 0 && urgentPointer != 0) broken.add("an urgent pointer without URG");
        if (syn && (flags & (TcpFlags.FIN | TcpFlags.RST)) != 0) broken.add("SYN with FIN or RST");
        for (var option : options) {
            boolean onlyOnSyn = option instanceof OptionLine.Mss || option instanceof OptionLine.WindowScale
                    || option instanceof OptionLine.SackPermitted;
            if (onlyOnSyn && !syn) broken.add("option " + option + " on a segment that is no SYN");
        }
        return broken;
    }
}
