package dev.weir.lab.drill;

import dev.weir.lab.drill.script.OptionLine;
import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TCP/IP packet with its numbers as they are on the wire.
 *
 * @param options numbers absolute
 */
record TcpPacket(
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
    byte[] encode() {
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

    /** @throws AssertionError if a stack should never have sent this: not TCP, wrong checksums, misplaced options */
    static TcpPacket decode(byte[] bytes) {
        var segment = MemorySegment.ofArray(bytes);
        boolean ipv4 = bytes.length > 0 && bytes[0] >>> 4 == 4;
        Fault fault = ipv4 ? Ipv4Header.check(segment, 0, bytes.length) : Ipv6Header.check(segment, 0, bytes.length);
        demand(fault == Fault.NONE, "a malformed IP packet was sent: " + fault);
        int o = ipv4 ? Ipv4Header.headerLength(segment, 0) : Ipv6Header.LENGTH;
        int end = ipv4 ? Ipv4Header.totalLength(segment, 0) : o + Ipv6Header.payloadLength(segment, 0);
        int protocol = ipv4 ? Ipv4Header.protocol(segment, 0) : Ipv6Header.nextHeader(segment, 0);
        demand(end == bytes.length, "an IP packet of " + bytes.length + " bytes says it has " + end);
        demand(protocol == IpProtocol.TCP, "a packet of IP protocol " + protocol + " was sent");
        fault = TcpHeader.check(segment, o, end - o);
        demand(fault == Fault.NONE, "a malformed TCP header was sent: " + fault);
        IpAddress source = ipv4 ? IpAddress.ofIpv4(Ipv4Header.source(segment, 0))
                : new IpAddress(Ipv6Header.sourceHigh(segment, 0), Ipv6Header.sourceLow(segment, 0));
        IpAddress destination = ipv4 ? IpAddress.ofIpv4(Ipv4Header.destination(segment, 0))
                : new IpAddress(Ipv6Header.destinationHigh(segment, 0), Ipv6Header.destinationLow(segment, 0));
        boolean verifies = Checksum.verifies(segment, o, end - o,
                source.high(), source.low(), destination.high(), destination.low(), IpProtocol.TCP);
        demand(verifies, "a TCP segment with a wrong checksum was sent");
        var packet = new TcpPacket(source, destination,
                ipv4 ? Ipv4Header.tos(segment, 0) : Ipv6Header.trafficClass(segment, 0),
                ipv4 ? Ipv4Header.timeToLive(segment, 0) : Ipv6Header.hopLimit(segment, 0),
                TcpHeader.sourcePort(segment, o), TcpHeader.destinationPort(segment, o),
                TcpHeader.sequence(segment, o), TcpHeader.acknowledgment(segment, o), TcpHeader.flags(segment, o),
                TcpHeader.window(segment, o), TcpHeader.urgentPointer(segment, o),
                OptionCodec.decode(segment, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(segment, o)),
                Arrays.copyOfRange(bytes, o + TcpHeader.dataOffset(segment, o), end));
        for (String broken : packet.brokenRules(TcpHeader.reserved(segment, o))) demand(false, broken);
        return packet;
    }

    private static void demand(boolean holds, String message) {
        if (!holds) throw new AssertionError(message);
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
