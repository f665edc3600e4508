package dev.weir.core.link;

import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Cuts a super-packet into the packets that go on a wire, and finishes checksums: what a network card does for others.
 *
 * <p>Each segment has the headers of the whole with its own lengths, sequence number, IPv4 identification (counting
 * up) and checksums; FIN and PSH stand on the last, CWR on the first. Payload is not copied. A packet without {@link
 * OutgoingPacket#segmentSize()} is one segment, and its checksum is touched only if it is unfinished.
 */
final class Segmentation {
    private final OutgoingPacket wrapped;
    private final Arena arena;
    private MemorySegment keptPayload; // allocated when first needed
    private OutgoingPacket source;
    private int protocol;
    private int size; // payload per segment
    private int done; // payload of the segments so far
    private int index;
    private boolean finished = true;

    /** @param arena for scratch; bounds the life of this object */
    Segmentation(Arena arena) {
        this.arena = arena;
        this.wrapped = new OutgoingPacket(arena);
    }

    /** Begins with a packet that stays as it is until all segments are taken, or {@link #keep} is called. */
    void begin(OutgoingPacket packet) {
        source = packet;
        protocol = protocol(packet.header(), packet.headerLength());
        size = packet.segmentSize() > 0 ? packet.segmentSize() : Math.max(1, packet.payloadLength());
        done = 0;
        index = 0;
        finished = false;
    }

    /** Begins with a received frame. One that is no TCP or UDP packet is passed on as it is. */
    void begin(Frame frame) {
        wrap(frame, wrapped);
        begin(wrapped);
    }

    boolean hasNext() {
        return !finished;
    }

    /** Makes {@code target} the next segment. Its payload lies where that of the whole does. */
    void next(OutgoingPacket target) {
        int length = Math.min(size, source.payloadLength() - done);
        boolean cut = source.segmentSize() > 0;
        target.clear();
        MemorySegment.copy(source.header(), 0, target.header(), 0, source.headerLength());
        target.headers(source.transportOffset(), source.transportHeaderLength());
        appendPayload(target, done, length);
        if (cut) adapt(target.header(), length);
        if (cut || source.isChecksumUnfinished()) finishChecksum(target);
        done += length;
        index++;
        finished = done == source.payloadLength();
    }

    /** Forgets the packet. */
    void abandon() {
        finished = true;
    }

    /** Takes the last segment back and copies what is left, so that the source may go. */
    void keep() {
        index--;
        done = index * size;
        finished = false;
        if (source == wrapped) return; // kept before
        if (keptPayload == null) keptPayload = arena.allocate(65535);
        long at = 0;
        for (int i = 0; i < source.slices(); i++) {
            MemorySegment.copy(source.chunk(i), source.offset(i), keptPayload, at, source.length(i));
            at += source.length(i);
        }
        wrapped.clear();
        MemorySegment.copy(source.header(), 0, wrapped.header(), 0, source.headerLength());
        wrapped.headers(source.transportOffset(), source.transportHeaderLength());
        wrapped.append(keptPayload, 0, (int) at);
        wrapped.segmentSize(source.segmentSize());
        if (source.isChecksumUnfinished()) wrapped.checksumUnfinished();
        source = wrapped;
    }

    private void appendPayload(OutgoingPacket target, int from, int length) {
        int skip = from;
        int left = length;
        for (int i = 0; left > 0; i++) {
            int count = Math.min(source.length(i) - skip, left);
            if (count > 0) {
                target.append(source.chunk(i), source.offset(i) + skip, count);
                left -= count;
                skip = 0;
            } else {
                skip -= source.length(i);
            }
        }
    }

    /** Lengths, identification, sequence number and flags of the segment with this much payload. */
    private void adapt(MemorySegment header, int length) {
        boolean first = done == 0;
        boolean last = done + length == source.payloadLength();
        int total = source.headerLength() + length;
        if (Ipv4Header.version(header, 0) == 4) {
            Ipv4Header.writeTotalLength(header, 0, total);
            Ipv4Header.writeIdentification(header, 0, Ipv4Header.identification(header, 0) + index & 0xffff);
        } else {
            Ipv6Header.writePayloadLength(header, 0, total - Ipv6Header.LENGTH);
        }
        long o = source.transportOffset();
        if (protocol == IpProtocol.UDP) {
            UdpHeader.write(header, o, UdpHeader.sourcePort(header, o), UdpHeader.destinationPort(header, o),
                    source.transportHeaderLength() + length);
            return;
        }
        int flags = TcpHeader.flags(header, o);
        int urgent = TcpHeader.urgentPointer(header, o) - done; // counted from the segment's own sequence number
        if (!last) flags &= ~(TcpFlags.FIN | TcpFlags.PSH);
        if (!first) flags &= ~TcpFlags.CWR;
        if (urgent <= 0) flags &= ~TcpFlags.URG;
        TcpHeader.write(header, o, TcpHeader.sourcePort(header, o), TcpHeader.destinationPort(header, o),
                TcpHeader.sequence(header, o) + done, TcpHeader.acknowledgment(header, o),
                TcpHeader.dataOffset(header, o), flags, TcpHeader.window(header, o),
                (flags & TcpFlags.URG) != 0 ? urgent : 0);
    }

    private void finishChecksum(OutgoingPacket packet) {
        int field = checksumField(protocol);
        if (field < 0) return;
        MemorySegment header = packet.header();
        int o = packet.transportOffset();
        int length = packet.transportHeaderLength() + packet.payloadLength();
        Checksum.store(header, o + field, 0);
        long sum = pseudoHeader(header, 0, protocol, length)
                + Checksum.sum(header, o, packet.transportHeaderLength());
        int position = packet.transportHeaderLength();
        for (int i = 0; i < packet.slices(); i++) {
            sum = Checksum.append(sum, position, packet.chunk(i), packet.offset(i), packet.length(i));
            position += packet.length(i);
        }
        Checksum.store(header, o + field, finished(protocol, sum));
    }

    /** Finishes the TCP or UDP checksum of a packet that lies in one piece; anything else is left as it is. */
    static void finishChecksum(MemorySegment s, long o, int length) {
        int transport = transportOffset(s, o, length);
        if (transport < 0) return;
        int protocol = protocol(s.asSlice(o, length), length);
        int field = checksumField(protocol);
        if (field < 0 || transport + field + 2 > length) return;
        Checksum.store(s, o + transport + field, 0);
        long sum = pseudoHeader(s, o, protocol, length - transport)
                + Checksum.sum(s, o + transport, length - transport);
        Checksum.store(s, o + transport + field, finished(protocol, sum));
    }

    /**
     * Makes {@code target} the frame's packet, its payload left where it is; headers only as far as they are
     * well-formed.
     */
    static void wrap(Frame frame, OutgoingPacket target) {
        MemorySegment s = frame.segment();
        long o = frame.offset();
        int length = frame.length();
        target.clear();
        int ip = Math.max(0, transportOffset(s, o, length));
        int transport = ip == 0 ? 0 : transportHeaderLength(s, o, ip, length);
        if (ip + transport > OutgoingPacket.HEADER_CAPACITY) {
            ip = 0;
            transport = 0;
        }
        MemorySegment.copy(s, o, target.header(), 0, ip + transport);
        target.headers(ip, transport);
        target.append(s, o + ip + transport, length - ip - transport);
        if (transport == 0) return; // nothing that could be cut or finished
        target.segmentSize(frame.segmentSize());
        if (frame.isChecksumUnfinished()) target.checksumUnfinished();
    }

    private static int transportHeaderLength(MemorySegment s, long o, int transport, int length) {
        return switch (protocol(s.asSlice(o, length), length)) {
            case IpProtocol.TCP -> TcpHeader.check(s, o + transport, length - transport) == Fault.NONE
                    ? TcpHeader.dataOffset(s, o + transport) : 0;
            case IpProtocol.UDP -> length - transport >= UdpHeader.LENGTH ? UdpHeader.LENGTH : 0;
            default -> 0;
        };
    }

    /**
     * Where the upper layer begins, from the first byte of the packet; -1 for a fragment or what is not
     * well-formed IP.
     */
    private static int transportOffset(MemorySegment s, long o, int length) {
        if (length > 0 && Ipv4Header.version(s, o) == 4) {
            boolean whole = Ipv4Header.checkForm(s, o, length) == Fault.NONE && !Ipv4Header.isFragment(s, o);
            return whole ? Ipv4Header.headerLength(s, o) : -1;
        }
        if (Ipv6Header.check(s, o, length) != Fault.NONE) return -1;
        if (!Ipv6Extensions.isExtension(Ipv6Header.nextHeader(s, o))) return Ipv6Header.LENGTH;
        var extensions = Ipv6Extensions.walk(s, o);
        return extensions.fault() == Fault.NONE && !extensions.fragment() ? extensions.offset() : -1;
    }

    /** The upper-layer protocol of a packet at offset 0; -1 if there is none to tell. */
    private static int protocol(MemorySegment s, int length) {
        if (length < Ipv4Header.MINIMUM_LENGTH) return -1;
        if (Ipv4Header.version(s, 0) == 4) return Ipv4Header.protocol(s, 0);
        if (length < Ipv6Header.LENGTH) return -1;
        int next = Ipv6Header.nextHeader(s, 0);
        return Ipv6Extensions.isExtension(next) ? Ipv6Extensions.walk(s, 0).protocol() : next;
    }

    private static int checksumField(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TcpHeader.CHECKSUM_OFFSET;
            case IpProtocol.UDP -> UdpHeader.CHECKSUM_OFFSET;
            default -> -1;
        };
    }

    private static int finished(int protocol, long sum) {
        return protocol == IpProtocol.UDP ? UdpHeader.finish(sum) : Checksum.finish(sum);
    }

    private static long pseudoHeader(MemorySegment s, long o, int protocol, int length) {
        if (Ipv4Header.version(s, o) == 4) {
            return Checksum.pseudoHeader(0, mapped(Ipv4Header.source(s, o)), 0, mapped(Ipv4Header.destination(s, o)),
                    protocol, length);
        }
        return Checksum.pseudoHeader(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o),
                Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o), protocol, length);
    }

    private static long mapped(int address) {
        return IpAddress.ofIpv4(address).low();
    }
}
