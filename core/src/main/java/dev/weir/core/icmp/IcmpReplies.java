package dev.weir.core.icmp;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.ip.Addresses;
import dev.weir.core.ip.IcmpReporter;
import dev.weir.core.ip.IpDatagram;
import dev.weir.core.ip.IpOutput;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * What this stack says by ICMP: complete messages in a queue bounded by number and bytes, rationed before they are
 * built, sent by {@link #flush}.
 *
 * <p>Nothing is said about an ICMP error, about any fragment but the first, nor about what was sent to a broadcast or
 * multicast address (RFC 1122 3.2.2, RFC 4443 2.4 e); whoever forges a source gets at most one small packet sent there
 * per packet of his, within the ration.
 */
public final class IcmpReplies implements IcmpReporter {
    /** RFC 1812 4.3.2.3: as much as fits into the packet that every host takes. */
    private static final int QUOTE_IPV4 = 576 - Ipv4Header.MINIMUM_LENGTH - IcmpHeader.LENGTH;
    private static final int QUOTE_IPV6 = Ipv6Header.MINIMUM_MTU - Ipv6Header.LENGTH - IcmpHeader.LENGTH;

    private record Reply(IpAddress source, IpAddress destination, int trafficClass, byte[] message) {}

    private final Addresses addresses;
    private final IpOutput output;
    private final StackConfig config;
    private final Counters counters;
    private final Observer observer;
    private final RateLimit rate;
    private final ArrayDeque<Reply> queue = new ArrayDeque<>();
    private int queuedBytes;

    public IcmpReplies(
            Addresses addresses, IpOutput output, StackConfig config, Counters counters, Observer observer) {
        this.addresses = addresses;
        this.output = output;
        this.config = config;
        this.counters = counters;
        this.observer = observer;
        this.rate = new RateLimit(config.ip().icmpPerSecond());
    }

    /** Whether {@link #flush} has something to send. */
    public boolean isDue() {
        return !queue.isEmpty();
    }

    /** Sends what is queued; false if the link blocked before the end. */
    public boolean flush(long now) {
        while (!queue.isEmpty()) {
            Reply reply = queue.peek();
            int ipHeaderLength = IpOutput.headerLength(reply.destination);
            output.begin().headers(ipHeaderLength, 0);
            output.appendCopy(reply.message);
            int protocol = reply.destination.isIpv4() ? IpProtocol.ICMP : IpProtocol.ICMPV6;
            if (!output.send(reply.source, reply.destination, protocol, reply.trafficClass,
                    config.ip().timeToLive(), false, now)) {
                return false;
            }
            queue.remove();
            queuedBytes -= reply.message.length;
            counters.add(Counter.ICMP_SENT);
        }
        return true;
    }

    /** RFC 792, RFC 4443 4.2: the same data back, from the address that was asked; without the ECN bits. */
    DropReason echo(IpDatagram request, long now) {
        if (!rate.take(now)) return DropReason.ICMP_RATE_LIMITED;
        if (!hasRoom(request.payloadLength())) return DropReason.QUEUE_FULL;
        byte[] message = new byte[request.payloadLength()];
        int type = request.isIpv4() ? IcmpHeader.V4.ECHO_REPLY : IcmpHeader.V6.ECHO_REPLY;
        IcmpHeader.writeEchoReply(MemorySegment.ofArray(message), 0, type, request.segment(), request.payloadOffset(),
                message.length);
        enqueue(request.destination(), request.source(), request.trafficClass() & ~3, message);
        return DropReason.NONE;
    }

    @Override
    public void report(Problem problem, int pointer, MemorySegment packet, long offset, int length, long now) {
        if (Ipv4Header.version(packet, offset) == 4) reportIpv4(problem, packet, offset, length, now);
        else reportIpv6(problem, pointer, packet, offset, length, now);
    }

    private void reportIpv4(Problem problem, MemorySegment packet, long o, int length, long now) {
        var destination = IpAddress.ofIpv4(Ipv4Header.destination(packet, o));
        if (Ipv4Header.fragmentOffset(packet, o) != 0 || !addresses.isLocal(destination)) return;
        int headerLength = Ipv4Header.headerLength(packet, o);
        if (Ipv4Header.protocol(packet, o) == IpProtocol.ICMP && (headerLength == length
                || IcmpHeader.V4.isError(IcmpHeader.type(packet, o + headerLength)))) {
            return;
        }
        int quoted = Math.min(length, QUOTE_IPV4);
        if (!isGranted(IcmpHeader.LENGTH + quoted, now)) return;
        byte[] message = new byte[IcmpHeader.LENGTH + quoted];
        boolean timedOut = problem == Problem.REASSEMBLY_TIMED_OUT;
        int type = timedOut ? IcmpHeader.V4.TIME_EXCEEDED : IcmpHeader.V4.DESTINATION_UNREACHABLE;
        int code = switch (problem) {
            case REASSEMBLY_TIMED_OUT -> IcmpHeader.V4.TIME_EXCEEDED_REASSEMBLY;
            case PORT_UNREACHABLE -> IcmpHeader.V4.UNREACHABLE_PORT;
            case PROTOCOL_UNREACHABLE -> IcmpHeader.V4.UNREACHABLE_PROTOCOL;
            case BAD_HEADER_FIELD, UNKNOWN_OPTION, UNKNOWN_OPTION_ALSO_MULTICAST ->
                throw new AssertionError(problem + " of an IPv4 packet");
        };
        IcmpHeader.writeError(MemorySegment.ofArray(message), 0, type, code, 0, packet, o, quoted);
        enqueue(destination, IpAddress.ofIpv4(Ipv4Header.source(packet, o)), 0, message);
    }

    private void reportIpv6(Problem problem, int pointer, MemorySegment packet, long o, int length, long now) {
        var source = new IpAddress(Ipv6Header.sourceHigh(packet, o), Ipv6Header.sourceLow(packet, o));
        var asked = new IpAddress(Ipv6Header.destinationHigh(packet, o), Ipv6Header.destinationLow(packet, o));
        boolean local = addresses.isLocal(asked);
        if (!local && problem != Problem.UNKNOWN_OPTION_ALSO_MULTICAST) return;
        Ipv6Extensions headers = Ipv6Extensions.walk(packet, o);
        if (headers.fragmentOffset() != 0) return;
        // where the walk failed, the protocol is "none": whether it was an ICMP error cannot be known, and is not asked
        if (headers.protocol() == IpProtocol.ICMPV6 && (headers.offset() >= length
                || IcmpHeader.V6.isError(IcmpHeader.type(packet, o + headers.offset())))) {
            return;
        }
        var answering = local ? asked : addresses.sourceFor(source);
        int quoted = Math.min(length, QUOTE_IPV6);
        if (answering == null || !isGranted(IcmpHeader.LENGTH + quoted, now)) return;
        byte[] message = new byte[IcmpHeader.LENGTH + quoted];
        int type = switch (problem) {
            case PORT_UNREACHABLE -> IcmpHeader.V6.DESTINATION_UNREACHABLE;
            case REASSEMBLY_TIMED_OUT -> IcmpHeader.V6.TIME_EXCEEDED;
            case PROTOCOL_UNREACHABLE, BAD_HEADER_FIELD, UNKNOWN_OPTION, UNKNOWN_OPTION_ALSO_MULTICAST ->
                IcmpHeader.V6.PARAMETER_PROBLEM;
        };
        int code = switch (problem) {
            case PORT_UNREACHABLE -> IcmpHeader.V6.UNREACHABLE_PORT;
            case REASSEMBLY_TIMED_OUT -> IcmpHeader.V6.TIME_EXCEEDED_REASSEMBLY;
            case PROTOCOL_UNREACHABLE -> IcmpHeader.V6.PARAMETER_UNKNOWN_NEXT_HEADER;
            case BAD_HEADER_FIELD -> IcmpHeader.V6.PARAMETER_BAD_HEADER_FIELD;
            case UNKNOWN_OPTION, UNKNOWN_OPTION_ALSO_MULTICAST -> IcmpHeader.V6.PARAMETER_UNKNOWN_OPTION;
        };
        IcmpHeader.writeError(MemorySegment.ofArray(message), 0, type, code, pointer, packet, o, quoted);
        enqueue(answering, source, 0, message);
    }

    /** Whether an error may be sent; one that may not is counted, for the packet itself has a reason of its own. */
    private boolean isGranted(int bytes, long now) {
        DropReason refusal = !rate.take(now) ? DropReason.ICMP_RATE_LIMITED
                : hasRoom(bytes) ? DropReason.NONE : DropReason.QUEUE_FULL;
        if (refusal == DropReason.NONE) return true;
        counters.drop(refusal);
        if (observer.wants(EventKind.DROPPED)) observer.on(new Event.Dropped(now, null, refusal));
        return false;
    }

    private boolean hasRoom(int bytes) {
        boolean room = queue.size() < config.limits().replies()
                && queuedBytes + bytes <= config.limits().udpQueueBytes();
        if (!room) counters.add(Counter.REPLIES_LOST);
        return room;
    }

    private void enqueue(IpAddress source, IpAddress destination, int trafficClass, byte[] message) {
        var s = MemorySegment.ofArray(message);
        if (destination.isIpv4()) {
            IcmpHeader.writeChecksumIpv4(s, 0, message.length);
        } else {
            IcmpHeader.writeChecksumIpv6(s, 0, message.length,
                    source.high(), source.low(), destination.high(), destination.low());
        }
        queue.add(new Reply(source, destination, trafficClass, message));
        queuedBytes += message.length;
    }
}
