package dev.weir.core.tcp;

import dev.weir.core.config.SynOptions.Layout;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.core.ip.IpOutput;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.wire.AccurateEcnOption;
import dev.weir.wire.Checksum;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptionWriter;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/**
 * The way out: one header written into the stack's scratch, the payload as slices of the send buffer. Called by a flush
 * only. Decides nothing.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.1 RFC 9293, section 3.1
 */
final class TcpOutput {
    private final IpOutput ip;
    private final Layout layout;
    private final Counters counters;
    private final Observer observer;
    private Event.SegmentSent announced; // told to the observer, but not yet taken by the link

    TcpOutput(IpOutput ip, Layout layout, Counters counters, Observer observer) {
        this.ip = ip;
        this.layout = layout;
        this.counters = counters;
        this.observer = observer;
    }

    /**
     * Sends positions {@code from} to {@code to} of a connection; equal: an ACK alone. SYN, FIN and PSH follow from the
     * positions. False if the link took nothing.
     *
     * @param ecn the ECN field of the IP header
     */
    boolean segment(Connection c, long from, long to, int flags, int ecn, SendCause cause, long firstSentAt, long now) {
        var snd = c.sender().sequence();
        boolean syn = (flags & TcpFlags.SYN) != 0;
        long textFrom = syn ? from + 1 : from;
        int length = (int) Math.max(0, Math.min(to, snd.finPosition()) - textFrom);
        int mss = c.segmentSize(); // before the options, which report a duplicate once
        var packet = ip.begin();
        int ipHeader = IpOutput.headerLength(c.flow().remote());
        long end = syn
                ? synOptions(packet.header(), ipHeader + TcpHeader.MINIMUM_LENGTH, c.synOptions(now))
                : options(packet.header(), ipHeader + TcpHeader.MINIMUM_LENGTH, c, now);
        int window = c.emission().windowField(syn);
        int urgent = syn ? 0 : urgentPointer(c, from);
        int allFlags = urgent > 0 ? flags | TcpFlags.URG : flags;
        int headerLength = (int) end - ipHeader;
        TcpHeader.write(packet.header(), ipHeader, c.flow().localPort(), c.flow().remotePort(), snd.wire(from),
                c.emission().acknowledgmentField(), headerLength, allFlags, window, urgent);
        packet.headers(ipHeader, headerLength);
        if (length > 0) c.sendBuffer().slices(textFrom, length, packet);
        if (length > mss && !syn) packet.segmentSize(mss);
        if (observer.wants(EventKind.SEGMENT_SENT)) {
            var options = TcpOptions.parse(packet.header(), ipHeader + TcpHeader.MINIMUM_LENGTH,
                    headerLength - TcpHeader.MINIMUM_LENGTH);
            var view = new SegmentView(from, c.emission().acknowledgmentPosition(), allFlags, length,
                    syn ? window : (long) window << c.negotiated().receiveShift(), urgent, options);
            announce(new Event.SegmentSent(now, c.flow(), view, cause, firstSentAt));
        }
        boolean taken = send(packet, c.flow(), c.options().trafficClass() & ~3 | ecn, c.options().timeToLive(), now);
        if (taken) {
            announced = null;
            counters.add(Counter.SEGMENTS_SENT);
            if (cause.isRetransmission()) counters.add(Counter.SEGMENTS_RETRANSMITTED);
        }
        return taken;
    }

    /** Sends a segment without data that was decided earlier. */
    boolean reply(Reply reply, long now) {
        var packet = ip.begin();
        int ipHeader = IpOutput.headerLength(reply.flow().remote());
        long start = ipHeader + TcpHeader.MINIMUM_LENGTH;
        long end = (reply.flags() & TcpFlags.SYN) != 0
                ? synOptions(packet.header(), start, reply.options())
                : options(packet.header(), start, reply.options());
        int headerLength = (int) end - ipHeader;
        TcpHeader.write(packet.header(), ipHeader, reply.flow().localPort(), reply.flow().remotePort(), reply.seq(),
                reply.ack(), headerLength, reply.flags(), reply.window(), 0);
        packet.headers(ipHeader, headerLength);
        if (observer.wants(EventKind.SEGMENT_SENT)) {
            announce(new Event.SegmentSent(now, reply.flow(), reply.view(), reply.cause(), now));
        }
        boolean taken = send(packet, reply.flow(), reply.trafficClass() & ~3 | reply.ecn(), reply.timeToLive(), now);
        if (taken) {
            announced = null;
            counters.add(Counter.SEGMENTS_SENT);
            if ((reply.flags() & TcpFlags.RST) != 0) counters.add(Counter.RESETS_SENT);
            if (reply.cause() == SendCause.CHALLENGE_ACK) counters.add(Counter.CHALLENGE_ACKS_SENT);
            if (reply.cause().isRetransmission()) counters.add(Counter.SEGMENTS_RETRANSMITTED);
        }
        return taken;
    }

    /** Observers hear of a segment just before the link gets it, and once, also if the link was blocked at first. */
    private void announce(Event.SegmentSent event) {
        boolean again = announced != null && announced.flow().equals(event.flow()) && announced.cause() == event.cause()
                && announced.segment().sequence() == event.segment().sequence()
                && announced.segment().lengthBytes() == event.segment().lengthBytes();
        if (!again) observer.on(event);
        announced = event;
    }

    private boolean send(OutgoingPacket packet, Flow flow, int trafficClass, int timeToLive, long now) {
        checksum(packet, flow);
        return ip.send(flow.local(), flow.remote(), IpProtocol.TCP, trafficClass, timeToLive, true, now);
    }

    /** MUST-2; a link that finishes checksums gets the pseudo header's sum, as GSO wants it. */
    private void checksum(OutgoingPacket packet, Flow flow) {
        int transport = packet.transportOffset();
        int length = packet.transportHeaderLength() + packet.payloadLength();
        long sum = Checksum.pseudoHeader(flow.local().high(), flow.local().low(), flow.remote().high(),
                flow.remote().low(), IpProtocol.TCP, length);
        long field = transport + TcpHeader.CHECKSUM_OFFSET;
        if (ip.capabilities(flow.remote()).finishesChecksums()) {
            Checksum.store(packet.header(), field, Checksum.fold(sum));
            packet.checksumUnfinished();
            return;
        }
        sum = Checksum.append(sum, 0, packet.header(), transport, packet.transportHeaderLength());
        int position = packet.transportHeaderLength();
        for (int i = 0; i < packet.slices(); i++) {
            sum = Checksum.append(sum, position, packet.chunk(i), packet.offset(i), packet.length(i));
            position += packet.length(i);
        }
        Checksum.store(packet.header(), field, Checksum.finish(sum));
    }

    /** MUST-62: the pointer names the octet after the urgent data; it saturates where that is far away (MUST-31). */
    private static int urgentPointer(Connection c, long from) {
        long up = c.sender().urgentPointer();
        return up > from ? (int) Math.min(up - from, 0xffff) : 0;
    }

    // ---- options

    /** NOP, NOP, timestamps; NOP, NOP, SACK: aligned, as every stack sends them. Answers the offset behind them. */
    private static long options(MemorySegment header, long at, Connection c, long now) {
        long o = at;
        if (c.negotiated().timestamps()) {
            o = TcpOptionWriter.nop(header, o);
            o = TcpOptionWriter.nop(header, o);
            o = TcpOptionWriter.timestamps(header, o, c.timestamps().value(now), c.timestamps().echo());
        }
        int fields = c.emission().accurateEcnFields();
        if (fields > 0) {
            var counts = c.ecn().accurate();
            o = TcpOptionWriter.accurateEcn(header, o, counts.isEct1First(fields), fields, counts.ect0Bytes(),
                    counts.ceBytes(), counts.ect1Bytes());
            while ((o - at) % 4 != 0) o = TcpOptionWriter.nop(header, o);
        }
        if (c.emission().hasSackBlocks()) {
            o = sack(header, o, c.emission().takeSackBlocks());
        }
        return o;
    }

    private static long options(MemorySegment header, long at, TcpOptions options) {
        long o = at;
        if (options.hasTimestamps()) {
            o = TcpOptionWriter.nop(header, o);
            o = TcpOptionWriter.nop(header, o);
            o = TcpOptionWriter.timestamps(header, o, options.tsVal(), options.tsEcr());
        }
        return sack(header, accurateEcn(header, o, at, options.accurateEcn()), options.sackEdges());
    }

    private static long accurateEcn(MemorySegment header, long at, long start, AccurateEcnOption option) {
        if (option.fields() <= 0) return at;
        long o = TcpOptionWriter.accurateEcn(header, at, option.ect1First(), option.fields(), option.ect0Bytes(),
                option.ceBytes(), option.ect1Bytes());
        while ((o - start) % 4 != 0) o = TcpOptionWriter.nop(header, o);
        return o;
    }

    private static long sack(MemorySegment header, long at, int[] edges) {
        if (edges.length == 0) return at;
        long o = TcpOptionWriter.nop(header, at);
        o = TcpOptionWriter.nop(header, o);
        return TcpOptionWriter.sack(header, o, edges, edges.length / 2);
    }

    /** SYN options in the order of the profile's stack, so that what is visible of us is that stack's. */
    private long synOptions(MemorySegment header, long at, TcpOptions options) {
        long o = options.mss() < 0 ? at : TcpOptionWriter.mss(header, at, options.mss());
        o = switch (layout) {
            case LINUX -> linuxSynOptions(header, o, options);
            case FREEBSD -> freebsdSynOptions(header, o, options);
        };
        if (options.mss() >= 0) o = fastOpen(header, o, at, options.fastOpen()); // else none is wanted
        return TcpOptionWriter.endPadding(header, o, at); // MUST-69: zeros up to the data offset
    }

    /** Behind the others, as every stack has it, and only where there is room left. */
    private long fastOpen(MemorySegment header, long at, long start, FastOpenOption option) {
        if (at - start + option.lengthBytes() > TcpOption.MAXIMUM_OPTIONS_LENGTH) return at;
        long o = TcpOptionWriter.fastOpen(header, at, option);
        if (layout == Layout.LINUX && !option.isAbsent()) while ((o - start) % 4 != 0) o = TcpOptionWriter.nop(header, o);
        return o;
    }

    private static long linuxSynOptions(MemorySegment header, long at, TcpOptions options) {
        long o = at;
        if (options.hasTimestamps()) {
            if (options.sackPermitted()) {
                o = TcpOptionWriter.sackPermitted(header, o);
            } else {
                o = TcpOptionWriter.nop(header, TcpOptionWriter.nop(header, o));
            }
            o = TcpOptionWriter.timestamps(header, o, options.tsVal(), options.tsEcr());
        }
        o = accurateEcn(header, o, at, options.accurateEcn());
        if (!options.hasTimestamps() && options.sackPermitted()) {
            o = TcpOptionWriter.nop(header, TcpOptionWriter.nop(header, o));
            o = TcpOptionWriter.sackPermitted(header, o);
        }
        if (options.windowScale() >= 0) {
            o = TcpOptionWriter.nop(header, o);
            o = TcpOptionWriter.windowScale(header, o, options.windowScale());
        }
        return o;
    }

    private static long freebsdSynOptions(MemorySegment header, long at, TcpOptions options) {
        long o = at;
        if (options.windowScale() >= 0) {
            o = TcpOptionWriter.nop(header, o);
            o = TcpOptionWriter.windowScale(header, o, options.windowScale());
        }
        if (options.sackPermitted()) o = TcpOptionWriter.sackPermitted(header, o);
        if (options.hasTimestamps()) {
            while ((o - at) % 4 != 2) o = TcpOptionWriter.nop(header, o); // its values on a multiple of four
            o = TcpOptionWriter.timestamps(header, o, options.tsVal(), options.tsEcr());
        }
        return accurateEcn(header, o, at, options.accurateEcn());
    }
}
