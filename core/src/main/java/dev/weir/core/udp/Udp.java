package dev.weir.core.udp;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.ip.Addresses;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.ip.IcmpReporter;
import dev.weir.core.ip.IpDatagram;
import dev.weir.core.ip.IpOutput;
import dev.weir.core.ip.UpperLayer;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * UDP: ports, and datagrams in both directions. Every method runs inside a turn.
 *
 * <p>Unicast only: broadcast and multicast are received where every host must, but not sent.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc768 RFC 768
 * @spec https://www.rfc-editor.org/rfc/rfc1122 RFC 1122, section 4.1
 */
public final class Udp implements UpperLayer {
    private static final int MAXIMUM_PACKET = 65535;

    private final Addresses addresses;
    private final IpOutput output;
    private final IcmpReporter reporter;
    private final StackConfig config;
    private final Counters counters;
    private final Observer observer;
    private final Consumer<Object> wake;
    private final EphemeralPorts ephemeral;
    private final Map<Integer, List<UdpEndpoint>> ports = new HashMap<>(); // looked up; iterated only in order
    private final ArrayDeque<UdpEndpoint> due = new ArrayDeque<>();

    /**
     * @param wake gets the tokens of those to be woken after the turn
     * @param seed secret: chooses ports
     */
    public Udp(
            Addresses addresses, IpOutput output, IcmpReporter reporter, StackConfig config, Counters counters,
            Observer observer, Consumer<Object> wake, long seed) {
        this.addresses = addresses;
        this.output = output;
        this.reporter = reporter;
        this.config = config;
        this.counters = counters;
        this.observer = observer;
        this.wake = wake;
        this.ephemeral = new EphemeralPorts(config.ip(), seed);
    }

    /**
     * @param local one of our addresses; {@code 0.0.0.0} for all of IPv4, {@code ::} for all of both versions
     * @param port 1..65535, or 0 for a free one of the ephemeral range
     * @throws UdpRefused ADDRESS_NOT_AVAILABLE, ADDRESS_IN_USE, NO_FREE_PORT
     */
    public UdpEndpoint bind(IpAddress local, int port) {
        if (port < 0 || port > 65535) throw new IllegalArgumentException("port must be 0..65535, not " + port);
        if (!local.isUnspecified() && !addresses.isLocal(local)) {
            throw new UdpRefused(UdpRefused.Why.ADDRESS_NOT_AVAILABLE);
        }
        if (port != 0 && !isFree(local, port)) throw new UdpRefused(UdpRefused.Why.ADDRESS_IN_USE);
        var endpoint = new UdpEndpoint(local, port == 0 ? freePort(local) : port, config.limits().udpQueueBytes(),
                config.ip().trafficClass(), config.ip().timeToLive(), wake);
        ports.computeIfAbsent(endpoint.port(), unused -> new ArrayList<>(1)).add(endpoint);
        return endpoint;
    }

    private int freePort(IpAddress local) {
        int begin = ephemeral.begin();
        for (int steps = 0; steps < ephemeral.count(); steps++) {
            int port = ephemeral.port(begin, steps);
            if (isFree(local, port)) return port;
        }
        throw new UdpRefused(UdpRefused.Why.NO_FREE_PORT);
    }

    private boolean isFree(IpAddress local, int port) {
        for (var other : ports.getOrDefault(port, List.of())) {
            if (UdpEndpoint.covers(other.bound(), local) || UdpEndpoint.covers(local, other.bound())) return false;
        }
        return true;
    }

    /**
     * From now on only this peer is heard, sends need no destination, and ICMP errors reach the application.
     *
     * @throws UdpRefused INVALID_DESTINATION, NO_ROUTE, CLOSED
     */
    public void connect(UdpEndpoint endpoint, IpAddress remote, int remotePort) {
        if (endpoint.isClosed()) throw new UdpRefused(UdpRefused.Why.CLOSED);
        endpoint.connect(sourceFor(endpoint.bound(), remote, remotePort), remote, remotePort);
    }

    /** Undoes {@link #connect}. */
    public void disconnect(UdpEndpoint endpoint) {
        endpoint.disconnect();
    }

    /**
     * Queues one datagram, copied, for the next flush.
     *
     * @param destination for a connected endpoint its peer
     * @param length 0..65507 bytes (IPv6: 65487; jumbograms are not supported)
     * @return false, and nothing taken, if the endpoint's queue is full; wait for {@link UdpEndpoint#isWritable}
     * @throws UdpRefused INVALID_DESTINATION, NO_ROUTE, TOO_LONG, CLOSED
     */
    public boolean send(
            UdpEndpoint endpoint, IpAddress destination, int port, byte[] bytes, int offset, int length, long now) {
        if (endpoint.isClosed()) throw new UdpRefused(UdpRefused.Why.CLOSED);
        boolean toPeer = destination.equals(endpoint.remote()) && port == endpoint.remotePort();
        if (endpoint.isConnected() && !toPeer) throw new UdpRefused(UdpRefused.Why.INVALID_DESTINATION);
        IpAddress source = toPeer ? endpoint.local() : sourceFor(endpoint.bound(), destination, port);
        if (length > MAXIMUM_PACKET - IpOutput.headerLength(destination) - UdpHeader.LENGTH) {
            throw new UdpRefused(UdpRefused.Why.TOO_LONG);
        }
        boolean idle = endpoint.next() == null;
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        if (!endpoint.enqueue(source, destination, port, copy)) return false;
        if (idle) due.add(endpoint);
        return true;
    }

    /** The address to send from: as bound, else what routing says; always of the destination's version. */
    private IpAddress sourceFor(IpAddress bound, IpAddress destination, int port) {
        if (port < 1 || port > 65535 || !addresses.isUnicast(destination)) {
            throw new UdpRefused(UdpRefused.Why.INVALID_DESTINATION);
        }
        IpAddress source = bound.isUnspecified() ? addresses.sourceFor(destination) : bound;
        boolean reachable = source != null && UdpEndpoint.covers(bound, source)
                && source.isIpv4() == destination.isIpv4()
                && (!source.isLoopback() || addresses.isLocal(destination)); // RFC 1122 3.2.1.3 (g)
        if (!reachable) throw new UdpRefused(UdpRefused.Why.NO_ROUTE);
        return source;
    }

    /** Frees the port. What was queued for sending is still sent; who waits is woken. Idempotent. */
    public void close(UdpEndpoint endpoint) {
        if (endpoint.isClosed()) return;
        endpoint.close();
        ports.computeIfPresent(endpoint.port(), (port, endpoints) -> {
            endpoints.remove(endpoint);
            return endpoints.isEmpty() ? null : endpoints;
        });
    }

    /** The stack ends: closes every endpoint, so that who waits is woken. */
    public void closeAll() {
        for (int port : ports.keySet().stream().sorted().toList()) {
            List.copyOf(ports.get(port)).forEach(this::close);
        }
    }

    /** Whether {@link #flush} has something to send. */
    public boolean isDue() {
        return !due.isEmpty();
    }

    /** Sends what is queued, one datagram per endpoint in turn; false if the link blocked before the end. */
    public boolean flush(long now) {
        while (!due.isEmpty()) {
            UdpEndpoint endpoint = due.peek();
            if (!emit(endpoint.next(), endpoint.port(), now)) return false;
            endpoint.sent();
            due.remove();
            if (endpoint.next() != null) due.add(endpoint);
            counters.add(Counter.UDP_SENT);
        }
        return true;
    }

    private boolean emit(UdpEndpoint.Outgoing datagram, int port, long now) {
        IpAddress source = datagram.source();
        IpAddress destination = datagram.destination();
        OutgoingPacket packet = output.begin();
        int o = IpOutput.headerLength(destination);
        int length = UdpHeader.LENGTH + datagram.bytes().length;
        MemorySegment header = packet.header();
        UdpHeader.write(header, o, port, datagram.port(), length);
        long sum = Checksum.pseudoHeader(source.high(), source.low(), destination.high(), destination.low(),
                IpProtocol.UDP, length);
        sum += Checksum.sum(header, o, UdpHeader.LENGTH);
        sum += Checksum.sum(MemorySegment.ofArray(datagram.bytes()), 0, datagram.bytes().length);
        Checksum.store(header, o + UdpHeader.CHECKSUM_OFFSET, UdpHeader.finish(sum));
        packet.headers(o, UdpHeader.LENGTH);
        output.appendCopy(datagram.bytes());
        return output.send(source, destination, IpProtocol.UDP, datagram.trafficClass(), datagram.timeToLive(), false,
                now);
    }

    @Override
    public int protocol() {
        return IpProtocol.UDP;
    }

    @Override
    public DropReason receive(IpDatagram datagram, long now) {
        MemorySegment s = datagram.segment();
        long o = datagram.payloadOffset();
        if (UdpHeader.check(s, o, datagram.payloadLength()) != Fault.NONE) {
            return dropped(null, DropReason.BAD_UDP, now);
        }
        int length = UdpHeader.length(s, o);
        IpAddress source = datagram.source();
        IpAddress destination = datagram.destination();
        int sourcePort = UdpHeader.sourcePort(s, o);
        int port = UdpHeader.destinationPort(s, o);
        var flow = new Flow(destination, port, source, sourcePort);
        if (!datagram.needsNoVerification() && !verifies(datagram, length)) {
            return dropped(flow, DropReason.BAD_UDP_CHECKSUM, now);
        }
        counters.add(Counter.UDP_RECEIVED);
        UdpEndpoint endpoint = find(port, destination, source, sourcePort);
        if (endpoint == null) {
            reporter.report(IcmpReporter.Problem.PORT_UNREACHABLE, 0, s, datagram.headerOffset(),
                    datagram.headerLength() + datagram.payloadLength(), now); // RFC 1122 4.1.3.1
            return dropped(flow, DropReason.UDP_PORT_CLOSED, now);
        }
        byte[] bytes = s.asSlice(o + UdpHeader.LENGTH, length - UdpHeader.LENGTH).toArray(ValueLayout.JAVA_BYTE);
        boolean taken = endpoint.offer(new UdpDatagram(
                source, sourcePort, destination, datagram.trafficClass(), datagram.timeToLive(), bytes));
        return taken ? DropReason.NONE : dropped(flow, DropReason.UDP_QUEUE_FULL, now);
    }

    /** RFC 768: zero means that there is none; RFC 8200 8.1: then IPv6 must not accept it. */
    private static boolean verifies(IpDatagram datagram, int length) {
        MemorySegment s = datagram.segment();
        long o = datagram.payloadOffset();
        if (UdpHeader.checksum(s, o) == 0) return datagram.isIpv4();
        return Checksum.verifies(s, o, length, datagram.sourceHigh(), datagram.sourceLow(),
                datagram.destinationHigh(), datagram.destinationLow(), IpProtocol.UDP);
    }

    /** The most particular of those that accept it: connected before bound to the address before bound to all. */
    private UdpEndpoint find(int port, IpAddress local, IpAddress remote, int remotePort) {
        UdpEndpoint best = null;
        for (var endpoint : ports.getOrDefault(port, List.of())) {
            if (!endpoint.accepts(local, remote, remotePort)) continue;
            if (best == null || particularity(endpoint) > particularity(best)) best = endpoint;
        }
        return best;
    }

    private static int particularity(UdpEndpoint endpoint) {
        return (endpoint.isConnected() ? 2 : 0) + (endpoint.bound().isUnspecified() ? 0 : 1);
    }

    /**
     * RFC 1122 4.1.3.3: the application hears of errors. Only a connected endpoint can know whom they are about; path
     * MTU reports are also believed when they are about what was sent last.
     */
    @Override
    public DropReason error(IcmpError error, long now) {
        int port = UdpHeader.sourcePort(error.quote(), error.transportOffset());
        int remotePort = UdpHeader.destinationPort(error.quote(), error.transportOffset());
        for (var endpoint : ports.getOrDefault(port, List.of())) {
            if (!UdpEndpoint.covers(endpoint.local(), error.source())) continue;
            if (!endpoint.hasSentTo(error.destination(), remotePort)) continue;
            if (error.meaning() == IcmpError.Meaning.PACKET_TOO_BIG) {
                output.learnPathMtu(error.destination(), error.mtu(), now);
            } else if (endpoint.isConnected()) {
                endpoint.failed(error.meaning());
            }
            return DropReason.NONE;
        }
        var flow = new Flow(error.source(), port, error.destination(), remotePort);
        return dropped(flow, DropReason.ICMP_UNMATCHED, now);
    }

    private DropReason dropped(Flow flow, DropReason reason, long now) {
        if (observer.wants(EventKind.DROPPED)) observer.on(new Event.Dropped(now, flow, reason));
        return reason;
    }
}
