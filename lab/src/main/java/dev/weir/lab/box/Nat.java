package dev.weir.lab.box;

import dev.weir.core.event.Flow;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Edit;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.TcpFlags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Network address and port translation (RFC 4787, 5382, 5508): the hosts inside share the outer addresses. Packets of a
 * version of IP without an outer address pass as they are.
 *
 * <p>A mapping keeps its port if that is free, and is forgotten when it was idle for too long. ICMP errors follow the
 * mapping of what they quote. Later fragments, and protocols without ports, are dropped.
 */
public final class Nat implements Middlebox {
    /** Mappings at a time; beyond, what would need another is dropped. */
    public static final int MAPPINGS = 60_000;
    /** Outer ends that may answer through one mapping; beyond, the oldest may no longer. */
    public static final int REMOTES = 1024;

    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 65_536 - FIRST_PORT;

    /** RFC 4787 sections 4.1 and 5. */
    public enum Behaviour {
        ENDPOINT_INDEPENDENT,
        ADDRESS_DEPENDENT,
        ADDRESS_AND_PORT_DEPENDENT
    }

    private record End(int protocol, IpAddress address, int port) {}

    /** Whom a mapping is for; the remote end is there as far as the behaviour distinguishes. */
    private record Key(End inner, IpAddress remote, int remotePort) {}

    private static final class Mapping {
        final Key key; // null: a port that was opened for good
        final End inner;
        final End outer;
        final Tracked tracked;
        final LinkedHashMap<End, InwardWindow> remotes = new LinkedHashMap<>(); // windows are null if none is tracked

        Mapping(Key key, End inner, End outer, Tracked tracked) {
            this.key = key;
            this.inner = inner;
            this.outer = outer;
            this.tracked = tracked;
        }
    }

    private final List<IpAddress> outerAddresses;
    private final SequencedMap<Key, Mapping> byInner = new LinkedHashMap<>(16, 0.75f, true); // the most silent first
    private final LinkedHashMap<End, Mapping> byOuter = new LinkedHashMap<>();
    private Behaviour mapping = Behaviour.ENDPOINT_INDEPENDENT;
    private Behaviour filtering = Behaviour.ADDRESS_AND_PORT_DEPENDENT;
    private Idle idle = Idle.BY_THE_RFCS;
    private Refusal unknown = Refusal.SILENCE;
    private Refusal withoutState; // null: a new mapping is made
    private Refusal invalid; // null: windows are not tracked
    private boolean keepsPorts = true;
    private int nextPort;
    private int limit = MAPPINGS;

    /** @param outerAddresses one of each version of IP at most */
    public Nat(String... outerAddresses) {
        this.outerAddresses = List.of(outerAddresses).stream().map(IpAddress::parse).toList();
    }

    /** Which packets of one inner end share a mapping; endpoint-independent at first. */
    public Nat mapping(Behaviour behaviour) {
        mapping = behaviour;
        return this;
    }

    /** Who may send inward through a mapping; address and port dependent at first. */
    public Nat filtering(Behaviour behaviour) {
        filtering = behaviour;
        return this;
    }

    /** {@link Idle#BY_THE_RFCS} at first. */
    public Nat idle(Idle idle) {
        this.idle = idle;
        return this;
    }

    /** What the sender hears of an inward packet without a mapping; silence at first. */
    public Nat unknown(Refusal refusal) {
        unknown = refusal;
        return this;
    }

    /**
     * What the sender hears of outward TCP that is no SYN and has no mapping, as after its loss. Unless this is called a
     * new mapping is made, and the server sees a stranger.
     */
    public Nat withoutState(Refusal refusal) {
        withoutState = refusal;
        return this;
    }

    /**
     * What the sender hears of inward TCP that lies outside the window of the inner end: as where such a segment is
     * handed to the translating host itself, which knows no connection. Unless this is called no window is tracked.
     */
    public Nat invalid(Refusal refusal) {
        invalid = refusal;
        return this;
    }

    /** Mappings get the next free port, instead of keeping the inner one where that is free. */
    public Nat portsInOrder() {
        keepsPorts = false;
        return this;
    }

    /** Mappings at a time, 1..{@link #MAPPINGS}. */
    public Nat mappings(int limit) {
        if (limit < 1 || limit > MAPPINGS) {
            throw new IllegalArgumentException("mappings must be 1.." + MAPPINGS + ", not " + limit);
        }
        this.limit = limit;
        return this;
    }

    /** Opens a TCP and UDP port of the outer address to a host inside, for everybody and for good. */
    public Nat open(int outerPort, String innerAddress, int innerPort) {
        IpAddress inner = IpAddress.parse(innerAddress);
        IpAddress outer = outer(inner.isIpv4());
        if (outer == null) throw new IllegalArgumentException("no outer address of the version of " + innerAddress);
        for (int protocol : new int[] {IpProtocol.TCP, IpProtocol.UDP}) {
            open(new End(protocol, inner, innerPort), new End(protocol, outer, outerPort));
        }
        return this;
    }

    private void open(End inner, End outer) {
        byOuter.put(outer, new Mapping(null, inner, outer, null));
    }

    /** Mappings that are known now, with the ports that were opened. */
    public int known() {
        return byOuter.size();
    }

    /** How the outside sees an inner end; null if it does not. */
    public Flow outerOf(Flow inner) {
        for (Mapping known : byOuter.values()) {
            boolean same = known.inner.address().equals(inner.local()) && known.inner.port() == inner.localPort();
            if (same && (known.key == null || mapping == Behaviour.ENDPOINT_INDEPENDENT
                    || inner.remote().equals(known.key.remote()))) {
                return new Flow(known.outer.address(), known.outer.port(), inner.remote(), inner.remotePort());
            }
        }
        return null;
    }

    @Override
    public List<IpAddress> addresses() {
        return outerAddresses;
    }

    /** Every mapping but the ports that were opened. */
    @Override
    public void forget(long now) {
        byInner.clear();
        byOuter.values().removeIf(known -> known.key != null);
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        IpAddress outer = outer(packet.isIpv4());
        if (outer == null) {
            way.forward(packet, now);
            return;
        }
        Quoted quoted = Quoted.of(packet);
        if (quoted != null) {
            error(packet, quoted, outer, way, now);
            return;
        }
        FlowKey flow = FlowKey.of(packet, way.isOutward());
        if (flow == null) way.place().drop(Cause.NO_MAPPING, packet, () -> "no ports", now);
        else if (way.isOutward()) outward(packet, flow, outer, way, now);
        else inward(packet, flow, way, now);
    }

    // ---- outward

    private void outward(Packet packet, FlowKey flow, IpAddress outer, Passage way, long now) {
        var inner = new End(flow.protocol(), flow.inner(), flow.innerPort());
        Mapping known = opened(inner);
        if (known == null) known = known(key(inner, flow), packet, way, now);
        if (known == null) {
            if (withoutState != null && !mayBegin(packet)) {
                withoutState.apply(packet, Cause.NO_MAPPING, way, now);
                return;
            }
            known = map(key(inner, flow), outer, way, now);
            if (known == null) {
                way.place().drop(Cause.MAPPINGS_EXHAUSTED, packet, now);
                return;
            }
        }
        if (known.tracked != null) {
            known.tracked.saw(packet, true, now);
            InwardWindow window = permit(known, remoteOf(flow));
            if (window != null && Headers.isTcp(packet)) window.sawOutward(packet);
        }
        Edit.source(packet, known.outer.address().high(), known.outer.address().low(), known.outer.port());
        translated(packet, way, now);
        way.forward(packet, now);
    }

    private Mapping opened(End inner) {
        for (Mapping known : byOuter.sequencedValues()) {
            if (known.key != null) break; // those that were opened come first
            if (known.inner.equals(inner)) return known;
        }
        return null;
    }

    private Key key(End inner, FlowKey flow) {
        return new Key(inner,
                mapping == Behaviour.ENDPOINT_INDEPENDENT ? IpAddress.ANY_IPV6 : flow.outer(),
                mapping == Behaviour.ADDRESS_AND_PORT_DEPENDENT ? flow.outerPort() : 0);
    }

    private Mapping known(Key key, Packet packet, Passage way, long now) {
        Mapping known = byInner.get(key);
        if (known == null || !known.tracked.isExpired(idle, now)) return known;
        drop(known);
        way.place().note(Cause.MAPPING_EXPIRED, packet, () -> Flow.endpoint(known.outer.address(), known.outer.port()), now);
        return null;
    }

    private static boolean mayBegin(Packet packet) {
        int flags = Headers.tcpFlags(packet);
        return flags == 0 || (flags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
    }

    private Mapping map(Key key, IpAddress outer, Passage way, long now) {
        for (var oldest = byInner.firstEntry(); oldest != null && oldest.getValue().tracked.isExpired(idle, now);
                oldest = byInner.firstEntry()) {
            drop(oldest.getValue());
        }
        if (byInner.size() == limit) return null;
        int protocol = key.inner().protocol();
        int port = keepsPorts ? key.inner().port() : 0;
        for (int tries = 0; port < FIRST_PORT || byOuter.containsKey(new End(protocol, outer, port)); tries++) {
            if (tries == PORTS) return null;
            port = FIRST_PORT + nextPort++ % PORTS;
        }
        var made = new Mapping(key, key.inner(), new End(protocol, outer, port), new Tracked(protocol, true, now));
        byInner.put(key, made);
        byOuter.put(made.outer, made);
        way.place().note(Cause.MAPPING_MADE, null, () -> Flow.endpoint(made.inner.address(), made.inner.port()) + " is "
                + Flow.endpoint(made.outer.address(), made.outer.port()), now);
        return made;
    }

    private void drop(Mapping known) {
        byInner.remove(known.key);
        byOuter.remove(known.outer);
    }

    private static End remoteOf(FlowKey flow) {
        return new End(flow.protocol(), flow.outer(), flow.outerPort());
    }

    /** The window of what comes back from there; null if it is not tracked. */
    private InwardWindow permit(Mapping known, End remote) {
        if (known.remotes.containsKey(remote)) return known.remotes.get(remote);
        if (known.remotes.size() == REMOTES) known.remotes.pollFirstEntry();
        InwardWindow window = invalid == null ? null : new InwardWindow();
        known.remotes.put(remote, window);
        return window;
    }

    // ---- inward

    private void inward(Packet packet, FlowKey flow, Passage way, long now) {
        Mapping known = byOuter.get(new End(flow.protocol(), flow.inner(), flow.innerPort()));
        if (known != null && known.tracked != null && known.tracked.isExpired(idle, now)) {
            drop(known);
            way.place().note(Cause.MAPPING_EXPIRED, packet, now);
            known = null;
        }
        if (known == null || !admits(known, remoteOf(flow))) {
            unknown.apply(packet, Cause.NO_MAPPING, way, now);
            return;
        }
        InwardWindow window = known.remotes.get(remoteOf(flow));
        if (window != null && Headers.isTcp(packet) && !window.admits(packet)) {
            invalid.apply(packet, Cause.OUT_OF_WINDOW, way, now);
            return;
        }
        if (known.tracked != null) {
            byInner.get(known.key); // it is no longer the most silent
            known.tracked.saw(packet, false, now);
        }
        Edit.destination(packet, known.inner.address().high(), known.inner.address().low(), known.inner.port());
        translated(packet, way, now);
        way.forward(packet, now);
    }

    private boolean admits(Mapping known, End remote) {
        if (known.tracked == null) return true;
        return switch (filtering) {
            case ENDPOINT_INDEPENDENT -> true;
            case ADDRESS_DEPENDENT -> known.remotes.keySet().stream()
                    .anyMatch(end -> end.address().equals(remote.address()));
            case ADDRESS_AND_PORT_DEPENDENT -> known.remotes.containsKey(remote);
        };
    }

    // ---- ICMP errors

    private void error(Packet packet, Quoted quoted, IpAddress outer, Passage way, long now) {
        FlowKey flow = quoted.flow(way.isOutward());
        var quotedInner = new End(flow.protocol(), flow.inner(), flow.innerPort());
        Mapping known;
        if (way.isOutward()) {
            known = opened(quotedInner);
            if (known == null) known = byInner.get(key(quotedInner, flow));
        } else {
            known = byOuter.get(quotedInner);
        }
        if (known == null) {
            way.place().drop(Cause.NO_MAPPING, packet, () -> "an error about an unknown flow", now);
            return;
        }
        End shown = way.isOutward() ? known.outer : known.inner;
        IpAddress address = shown.address();
        // the quoted packet went the other way: outward errors quote inward packets, whose destination was inside
        Edit.quoted(packet, quoted.at(), !way.isOutward(), address.high(), address.low(), shown.port());
        if (way.isOutward()) Edit.sourceAddress(packet, outer.high(), outer.low());
        else Edit.destinationAddress(packet, address.high(), address.low());
        translated(packet, way, now);
        way.forward(packet, now);
    }

    private static void translated(Packet packet, Passage way, long now) {
        way.place().note(Cause.MAPPED, packet, now);
    }

    private IpAddress outer(boolean ipv4) {
        for (IpAddress address : outerAddresses) {
            if (address.isIpv4() == ipv4) return address;
        }
        return null;
    }
}
