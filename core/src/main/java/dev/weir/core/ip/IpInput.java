package dev.weir.core.ip;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Frame;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * From a frame to the layer above: form, destination, source, reassembly, protocol; in this order, so that nothing is
 * kept of packets that are not for us. Never forwards.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc1122 RFC 1122, section 3.2
 * @spec https://www.rfc-editor.org/rfc/rfc8200 RFC 8200
 */
public final class IpInput {
    private static final long MAPPED = IpAddress.ANY_IPV4.low();
    private static final int IPV6_NEXT_HEADER_FIELD = 6;
    private static final int ROUTING_TYPE_FIELD = 2;

    private final Addresses addresses;
    private final Counters counters;
    private final Observer observer;
    private final IcmpReporter reporter;
    private final FragmentTable fragments;
    private final UpperLayer[] layers = new UpperLayer[256];
    private final IpDatagram datagram = new IpDatagram();

    public IpInput(
            Addresses addresses, StackConfig config, Counters counters, Observer observer, IcmpReporter reporter) {
        this.addresses = addresses;
        this.counters = counters;
        this.observer = observer;
        this.reporter = reporter;
        this.fragments = new FragmentTable(config, counters, reporter, this::dropped);
    }

    /** From now on this layer gets the datagrams of its protocol, of both IP versions; ICMP and ICMPv6 of their own. */
    public void register(UpperLayer layer) {
        layers[layer.protocol()] = layer;
    }

    /** Who speaks this protocol over this version; null if nobody. */
    public UpperLayer layer(int protocol, boolean ipv4) {
        return protocol == (ipv4 ? IpProtocol.ICMPV6 : IpProtocol.ICMP) ? null : layers[protocol];
    }

    /**
     * Takes one packet, borrowed for the call.
     *
     * @param looped it comes from {@link IpOutput#receiveLooped}, not from a link
     */
    public void receive(Frame frame, boolean looped, long now) {
        counters.add(Counter.PACKETS_RECEIVED);
        counters.add(Counter.BYTES_RECEIVED, frame.length());
        dropped(check(frame, looped, now), now);
    }

    /** When {@link #expire} has something to do. */
    public long nextDeadline() {
        return fragments.nextDeadline();
    }

    /** Gives up packets whose fragments did not all come in time. */
    public void expire(long now) {
        fragments.expire(now);
    }

    /** Memory of fragments that wait for the rest of their packets. */
    public int heldFragmentBytes() {
        return fragments.heldBytes();
    }

    private void dropped(DropReason reason, long now) {
        if (reason == DropReason.NONE) return;
        counters.drop(reason);
        if (observer.wants(EventKind.DROPPED)) observer.on(new Event.Dropped(now, null, reason));
    }

    private DropReason check(Frame frame, boolean looped, long now) {
        if (frame.length() == 0) return DropReason.TRUNCATED;
        return switch (Ipv4Header.version(frame.segment(), frame.offset())) {
            case 4 -> checkIpv4(frame, looped, now);
            case 6 -> checkIpv6(frame, looped, now);
            default -> DropReason.BAD_VERSION;
        };
    }

    private DropReason checkIpv4(Frame frame, boolean looped, long now) {
        MemorySegment s = frame.segment();
        long o = frame.offset();
        Fault fault = Ipv4Header.check(s, o, frame.length());
        if (fault != Fault.NONE) return DropReason.of(fault, DropReason.BAD_IP_CHECKSUM);
        long source = mapped(Ipv4Header.source(s, o));
        long destination = mapped(Ipv4Header.destination(s, o));
        DropReason reason = checkAddresses(0, source, 0, destination, Ipv4Header.protocol(s, o), looped);
        if (reason != DropReason.NONE) return reason;
        int headerLength = Ipv4Header.headerLength(s, o);
        // MUST-50: other options are passed over, and so is a source route that ends here. One that goes on would have
        // to be forwarded.
        if (headerLength > Ipv4Header.MINIMUM_LENGTH && Ipv4Options.routesFurther(s, o, headerLength)) {
            return DropReason.NOT_FOR_US;
        }
        if (Ipv4Header.isFragment(s, o)) {
            reason = fragments.addIpv4(s, o, now);
            Frame whole = fragments.whole();
            return whole.length() == 0 ? reason : deliverIpv4(whole, looped, now);
        }
        return deliverIpv4(frame, looped, now);
    }

    private DropReason deliverIpv4(Frame frame, boolean looped, long now) {
        MemorySegment s = frame.segment();
        long o = frame.offset();
        int headerLength = Ipv4Header.headerLength(s, o);
        int totalLength = Ipv4Header.totalLength(s, o);
        datagram.set(frame, headerLength, totalLength - headerLength, looped)
                .addresses(0, mapped(Ipv4Header.source(s, o)),
                        0, mapped(Ipv4Header.destination(s, o)))
                .header(Ipv4Header.tos(s, o), Ipv4Header.timeToLive(s, o));
        return deliver(Ipv4Header.protocol(s, o), 0, s, o, totalLength, now);
    }

    private DropReason checkIpv6(Frame frame, boolean looped, long now) {
        MemorySegment s = frame.segment();
        long o = frame.offset();
        Fault fault = Ipv6Header.check(s, o, frame.length());
        if (fault != Fault.NONE) return DropReason.of(fault, DropReason.NONE);
        DropReason reason = checkAddresses(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o),
                Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o), Ipv6Header.nextHeader(s, o), looped);
        if (reason != DropReason.NONE) return reason;
        if (!Ipv6Extensions.isExtension(Ipv6Header.nextHeader(s, o))) { // so nearly always: nothing to walk
            return deliverIpv6(
                    frame, Ipv6Header.nextHeader(s, o), Ipv6Header.LENGTH, IPV6_NEXT_HEADER_FIELD, looped, now);
        }
        Ipv6Extensions headers = Ipv6Extensions.walk(s, o);
        if (headers.fault() != Fault.NONE) return refuse(headers, s, o, now);
        if (!headers.fragment()) return deliverIpv6(frame, headers, looped, now);
        reason = fragments.addIpv6(s, o, headers, now);
        Frame whole = fragments.whole();
        if (whole.length() == 0) return reason;
        headers = Ipv6Extensions.walk(whole.segment(), whole.offset()); // more may have come to light
        if (headers.fault() != Fault.NONE) return refuse(headers, whole.segment(), whole.offset(), now);
        // fragments of fragments: no sender makes them
        return headers.fragment() ? DropReason.FRAGMENT_MALFORMED : deliverIpv6(whole, headers, looped, now);
    }

    private DropReason deliverIpv6(Frame frame, Ipv6Extensions headers, boolean looped, long now) {
        return deliverIpv6(frame, headers.protocol(), headers.offset(), headers.nextHeaderOffset(), looped, now);
    }

    private DropReason deliverIpv6(
            Frame frame, int protocol, int headerLength, int nextHeaderOffset, boolean looped, long now) {
        MemorySegment s = frame.segment();
        long o = frame.offset();
        int length = Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o);
        datagram.set(frame, headerLength, length - headerLength, looped)
                .addresses(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o),
                        Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o))
                .header(Ipv6Header.trafficClass(s, o), Ipv6Header.hopLimit(s, o));
        return deliver(protocol, nextHeaderOffset, s, o, length, now);
    }

    /**
     * Destination first: what is not for us is nobody's business here. Broadcasts and the groups of every host reach
     * the layers that can do something with them; TCP cannot (RFC 9293 MUST-57).
     */
    private DropReason checkAddresses(
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int protocol, boolean looped) {
        if (!addresses.isLocal(destinationHigh, destinationLow)) {
            boolean broadcast = addresses.isBroadcast(destinationHigh, destinationLow);
            if (!broadcast && !Addresses.isMulticast(destinationHigh, destinationLow)) return DropReason.NOT_FOR_US;
            if (protocol == IpProtocol.TCP) return DropReason.NOT_UNICAST;
            if (!broadcast && !addresses.isOurGroup(destinationHigh, destinationLow)) return DropReason.NOT_FOR_US;
        } else if (!looped && Addresses.isLoopback(destinationHigh, destinationLow)) {
            return DropReason.NOT_FOR_US; // RFC 1122 3.2.1.3 (g), RFC 4291 2.5.3: never on a wire
        }
        return addresses.isValidSource(sourceHigh, sourceLow, looped) ? DropReason.NONE : DropReason.BAD_SOURCE;
    }

    private DropReason deliver(int protocol, int nextHeaderOffset, MemorySegment s, long o, int length, long now) {
        UpperLayer layer = layer(protocol, datagram.isIpv4());
        if (layer != null) {
            // IPv6 may have hidden the protocol behind extension headers when the addresses were checked
            if (protocol == IpProtocol.TCP
                    && !addresses.isLocal(datagram.destinationHigh(), datagram.destinationLow())) {
                return DropReason.NOT_UNICAST;
            }
            DropReason reason = layer.receive(datagram, now);
            if (reason != DropReason.NONE) counters.drop(reason); // the layer itself has emitted it
            return DropReason.NONE;
        }
        if (protocol != IpProtocol.IPV6_NO_NEXT_HEADER || datagram.isIpv4()) { // RFC 8200 4.7: nothing to say about it
            reporter.report(IcmpReporter.Problem.PROTOCOL_UNREACHABLE, nextHeaderOffset, s, o, length, now);
        }
        return DropReason.UNKNOWN_PROTOCOL;
    }

    /** RFC 8200 sections 4, 4.2 and 4.4: which faults of extension headers are told to the sender. */
    private DropReason refuse(Ipv6Extensions headers, MemorySegment s, long o, long now) {
        IcmpReporter.Problem problem = switch (headers.fault()) {
            case BAD_EXTENSION -> IcmpReporter.Problem.BAD_HEADER_FIELD;
            case MISPLACED_EXTENSION -> IcmpReporter.Problem.PROTOCOL_UNREACHABLE;
            case UNKNOWN_OPTION_REPORTED -> IcmpReporter.Problem.UNKNOWN_OPTION_ALSO_MULTICAST;
            case UNKNOWN_OPTION_REPORTED_UNLESS_MULTICAST -> IcmpReporter.Problem.UNKNOWN_OPTION;
            default -> null;
        };
        if (problem != null) {
            reporter.report(problem, headers.pointer(), s, o, Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o), now);
        }
        boolean routing = headers.fault() == Fault.BAD_EXTENSION
                && isRoutingHeader(s, o, headers.pointer() - ROUTING_TYPE_FIELD);
        return routing ? DropReason.ROUTING_HEADER : DropReason.of(headers.fault(), DropReason.NONE);
    }

    /** Whether a routing header begins at {@code wanted}; the extension headers before it are sound. */
    private static boolean isRoutingHeader(MemorySegment s, long o, int wanted) {
        int protocol = Ipv6Header.nextHeader(s, o);
        int offset = Ipv6Header.LENGTH;
        while (offset < wanted && Ipv6Extensions.isExtension(protocol)) {
            int length = protocol == IpProtocol.IPV6_FRAGMENT
                    ? Ipv6Extensions.FRAGMENT_LENGTH : 8 + 8 * read(s, o + offset + 1);
            protocol = read(s, o + offset);
            offset += length;
        }
        return offset == wanted && protocol == IpProtocol.IPV6_ROUTING;
    }

    private static long mapped(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }

    private static int read(MemorySegment s, long o) {
        return s.get(ValueLayout.JAVA_BYTE, o) & 0xff;
    }
}
