package dev.weir.analysis.capture;

import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptions;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Decapsulation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads the TCP segment out of a captured frame, behind every link header and tunnel that {@link Decapsulation} knows.
 * Lengths come from the IP header, so that a short snap length changes no number; where the capture was made before
 * the network card had cut a large segment and its length field says 0, the length of the frame counts. A segment
 * that came in IP fragments is read with the frame that completes it.
 *
 * <p>Not thread-safe; one reader serves one pass over a file.
 */
public final class SegmentReader {
    private final Decapsulation inside = new Decapsulation();
    private final CapturedSegment segment = new CapturedSegment();
    private final Fragments fragments = new Fragments();
    private long frames;

    /** The segment of the last {@link #read} that was true. */
    public CapturedSegment segment() {
        return segment;
    }

    /** Packets seen so far, of whatever kind. */
    public long frames() {
        return frames;
    }

    /** Counts a frame that is not to be read, so that frames keep their numbers. */
    public void skip() {
        frames++;
    }

    /**
     * Reads one frame; counts it in any case.
     *
     * @return false where it has no TCP header that could be read: another protocol, a fragment that completes none, or
     *     cut before
     */
    public boolean read(CaptureRecord.Packet packet) {
        frames++;
        var s = packet.data();
        if (!inside.find(packet.linkType(), s)) return false;
        int o = inside.offset();
        int missing = (int) (packet.originalLength() - s.byteSize());
        segment.frame = frames;
        segment.timestampNanos = packet.timestampNanos();
        segment.cut = missing > 0;
        segment.interfaceId = packet.interfaceId();
        segment.bytes = s;
        return Ipv4Header.version(s, o) == 4 ? ipv4(s, o, missing) : ipv6(s, o, missing);
    }

    private boolean ipv4(MemorySegment s, int o, int missing) {
        int headerLength = Ipv4Header.headerLength(s, o);
        if (headerLength < Ipv4Header.MINIMUM_LENGTH || Ipv4Header.protocol(s, o) != IpProtocol.TCP) return false;
        if (Ipv4Header.isFragment(s, o)) {
            var whole = fragments.ipv4(s, o);
            if (whole == null) return false;
            segment.cut = fragments.missingBytes() > 0;
            return ipv4(whole, 0, fragments.missingBytes());
        }
        int onWire = (int) s.byteSize() - o + missing;
        int totalLength = Ipv4Header.totalLength(s, o) == 0 ? onWire : Ipv4Header.totalLength(s, o);
        segment.version = 4;
        segment.sourceHigh = 0;
        segment.sourceLow = IpAddress.ofIpv4(Ipv4Header.source(s, o)).low();
        segment.destinationHigh = 0;
        segment.destinationLow = IpAddress.ofIpv4(Ipv4Header.destination(s, o)).low();
        segment.timeToLive = Ipv4Header.timeToLive(s, o);
        segment.ecn = Ipv4Header.ecn(s, o);
        segment.identification = Ipv4Header.identification(s, o);
        segment.packetLengthBytes = totalLength;
        return tcp(s, o + headerLength, totalLength - headerLength);
    }

    private boolean ipv6(MemorySegment s, int o, int missing) {
        int protocol = Ipv6Header.nextHeader(s, o);
        int headerLength = Ipv6Header.LENGTH;
        int onWire = (int) s.byteSize() - o + missing;
        int payloadLength = Ipv6Header.payloadLength(s, o);
        int totalLength = payloadLength == 0 ? onWire : Ipv6Header.LENGTH + payloadLength;
        if (Ipv6Extensions.isExtension(protocol)) {
            var extensions = extensions(s, o);
            if (extensions.fragment()) {
                var whole = fragments.ipv6(s, o, extensions);
                if (whole == null) return false;
                segment.cut = fragments.missingBytes() > 0;
                return ipv6(whole, 0, fragments.missingBytes());
            }
            protocol = extensions.protocol();
            headerLength = extensions.offset();
        }
        if (protocol != IpProtocol.TCP) return false;
        segment.version = 6;
        segment.sourceHigh = Ipv6Header.sourceHigh(s, o);
        segment.sourceLow = Ipv6Header.sourceLow(s, o);
        segment.destinationHigh = Ipv6Header.destinationHigh(s, o);
        segment.destinationLow = Ipv6Header.destinationLow(s, o);
        segment.timeToLive = Ipv6Header.hopLimit(s, o);
        segment.ecn = Ipv6Header.ecn(s, o);
        segment.identification = -1;
        segment.packetLengthBytes = totalLength;
        return tcp(s, o + headerLength, totalLength - headerLength);
    }

    /** Of what the snap length left: behind it there is nothing to walk. */
    private static Ipv6Extensions extensions(MemorySegment s, int o) {
        int captured = (int) s.byteSize() - o;
        if (Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o) <= captured) return Ipv6Extensions.walk(s, o);
        var there = MemorySegment.ofArray(s.asSlice(o).toArray(ValueLayout.JAVA_BYTE));
        Ipv6Header.writePayloadLength(there, 0, captured - Ipv6Header.LENGTH);
        return Ipv6Extensions.walk(there, 0);
    }

    /** @param length bytes of header and text on the wire */
    private boolean tcp(MemorySegment s, int o, int length) {
        int captured = (int) s.byteSize() - o;
        if (captured < TcpHeader.MINIMUM_LENGTH) return false;
        int dataOffset = TcpHeader.dataOffset(s, o);
        if (dataOffset < TcpHeader.MINIMUM_LENGTH || dataOffset > length) return false;
        segment.sourcePort = TcpHeader.sourcePort(s, o);
        segment.destinationPort = TcpHeader.destinationPort(s, o);
        segment.sequence = TcpHeader.sequence(s, o);
        segment.acknowledgment = TcpHeader.acknowledgment(s, o);
        segment.flags = TcpHeader.flags(s, o);
        segment.window = TcpHeader.window(s, o);
        segment.lengthBytes = length - dataOffset;
        segment.urgentPointer = TcpHeader.urgentPointer(s, o);
        segment.capturedBytes = Math.clamp(captured - dataOffset, 0, segment.lengthBytes);
        segment.headerOffset = o;
        segment.headerLengthBytes = dataOffset;
        segment.options = TcpOptions.parse(
                s, TcpHeader.optionsOffset(o), Math.min(dataOffset, captured) - TcpHeader.MINIMUM_LENGTH);
        return true;
    }
}
