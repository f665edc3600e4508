package dev.weir.core.ip;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Puts the IP header in front of a packet and hands it to the link, or back to this stack when the destination is ours.
 *
 * <p>Used by the driver in {@code flush}. The caller writes its transport header into {@link OutgoingPacket#header()}
 * at {@link #headerLength}, appends payload, calls {@link OutgoingPacket#headers} and {@link #send}, in this order and
 * without another packet in between: there is one packet per stack.
 *
 * <p>Not here: source routes and other IPv4 options (RFC 9293 MUST-51..53 are deviated from: a source route is refused
 * everywhere today), and forwarding.
 */
public final class IpOutput {
    /** What a packet to ourselves may be: there is no wire, so neither segments nor checksums are needed. */
    public static final LinkCapabilities LOOPBACK = new LinkCapabilities(65535, 65535, true);

    private static final ValueLayout.OfInt PORTS = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Link link;
    private final Addresses addresses;
    private final Counters counters;
    private final OutgoingPacket packet;
    private final Identifications identifications;
    private final Fragmenter fragmenter;
    private final LoopbackQueue loopback;
    private final PathTable paths;
    private MemorySegment scratch = MemorySegment.NULL; // made when first needed
    private boolean blocked;

    /**
     * @param arena gives the scratch for headers; must outlive this object
     * @param seed secret: makes identifications and flow labels unpredictable
     */
    public IpOutput(Link link, Addresses addresses, StackConfig config, Counters counters, Arena arena, long seed) {
        this.link = link;
        this.addresses = addresses;
        this.counters = counters;
        this.packet = new OutgoingPacket(arena);
        this.identifications = new Identifications(seed);
        this.fragmenter = new Fragmenter(link, counters, arena);
        this.loopback = new LoopbackQueue(config.limits().loopbackBytes());
        this.paths = new PathTable(config.limits().pathEntries(), config.ip().pathMtuAge().toNanos());
    }

    /** The stack's one packet, empty. */
    public OutgoingPacket begin() {
        return packet.clear();
    }

    /**
     * Appends a copy of {@code bytes} to the packet, for who keeps them on the heap, where links do not look; once per
     * packet, at most 65,535 bytes.
     */
    public void appendCopy(byte[] bytes) {
        if (bytes.length == 0) return;
        if (scratch.byteSize() == 0) scratch = Arena.ofAuto().allocate(65536, 8);
        MemorySegment.copy(bytes, 0, scratch, ValueLayout.JAVA_BYTE, 0, bytes.length);
        packet.append(scratch, 0, bytes.length);
    }

    /** Bytes of the IP header in front of the transport header: 20 or 40. */
    public static int headerLength(IpAddress destination) {
        return destination.isIpv4() ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH;
    }

    /** What may be sent to this destination: the link's, or {@link #LOOPBACK}. */
    public LinkCapabilities capabilities(IpAddress destination) {
        return addresses.isLocal(destination) ? LOOPBACK : link.capabilities();
    }

    /** Bytes of the largest packet that gets there whole: the link's MTU, or less where that was learned. */
    public int pathMtu(IpAddress destination, long now) {
        if (addresses.isLocal(destination)) return LOOPBACK.mtu();
        return Math.min(link.capabilities().mtu(), paths.mtu(destination, now));
    }

    /**
     * A "packet too big" quoted something that the caller has sent there and that is still outstanding.
     *
     * @param mtu what the router said, 0 if it said nothing (RFC 1191 section 5: the next plateau is taken)
     * @return the path MTU from now on, bytes
     */
    public int learnPathMtu(IpAddress destination, int mtu, long now) {
        return paths.learn(destination, mtu, pathMtu(destination, now), now);
    }

    /**
     * Sends the packet that {@link #begin} gave.
     *
     * <p>Without {@code dontFragment} a packet larger than the path MTU is fragmented; its transport checksum must be
     * complete. With it, or with a segment size, its size is the caller's duty.
     *
     * @param trafficClass DSCP and ECN bits
     * @return false if the link is blocked: nothing was taken, see {@link #blocked}
     */
    public boolean send(
            IpAddress source, IpAddress destination, int protocol, int trafficClass, int timeToLive,
            boolean dontFragment, long now) {
        boolean local = addresses.isLocal(destination);
        if (!local && !fragmenter.isEmpty() && !remembered(fragmenter.flush(now))) return false;
        int segments = packet.segmentSize() == 0 ? 1 : Math.ceilDiv(packet.payloadLength(), packet.segmentSize());
        int identification = identifications.take(source, destination, protocol, segments);
        if (destination.isIpv4()) {
            Ipv4Header.write(packet.header(), 0, trafficClass, packet.length(), identification & 0xffff, dontFragment,
                    timeToLive, protocol, source.ipv4(), destination.ipv4());
        } else {
            int label = identifications.flowLabel(source, destination, protocol, ports(protocol));
            Ipv6Header.write(packet.header(), 0, trafficClass, label, packet.length() - Ipv6Header.LENGTH, protocol,
                    timeToLive, source.high(), source.low(), destination.high(), destination.low());
        }
        if (local) return counted(loopback.add(packet));
        if (!dontFragment && packet.segmentSize() == 0) {
            int mtu = pathMtu(destination, now);
            if (packet.length() > mtu) return remembered(fragmenter.send(packet, mtu, identification, now));
        }
        return counted(remembered(link.send(packet, now)));
    }

    /**
     * Begins a flush: the link may take packets again, and gets what is left of a fragmented one before anything else.
     *
     * @return false if it is still blocked
     */
    public boolean flush(long now) {
        return remembered(fragmenter.flush(now));
    }

    /**
     * Whether the link has refused a packet since the flush began, and none of those offered after it was taken. It
     * will ring when it is worth trying again. A full loopback queue refuses too, but blocks nothing else.
     */
    public boolean blocked() {
        return blocked;
    }

    /** Whether {@link #receiveLooped} has something. */
    public boolean hasLooped() {
        return !loopback.isEmpty();
    }

    /** Points {@code frame} at the next packet from this stack to itself, valid until the next call; false if none. */
    public boolean receiveLooped(Frame frame) {
        return loopback.receive(frame);
    }

    private boolean remembered(boolean taken) {
        blocked = !taken;
        return taken;
    }

    private boolean counted(boolean taken) {
        if (taken) {
            counters.add(Counter.PACKETS_SENT);
            counters.add(Counter.BYTES_SENT, packet.length());
        }
        return taken;
    }

    private int ports(int protocol) {
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) return 0;
        return packet.header().get(PORTS, packet.transportOffset());
    }
}
