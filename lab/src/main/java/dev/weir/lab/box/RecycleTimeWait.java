package dev.weir.lab.box;

import dev.weir.core.time.Nanos;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.LinkedHashMap;

/**
 * Refuses what servers of old refused that shortened TIME-WAIT ({@code tcp_tw_recycle}): of each address that closed a
 * connection it remembers the timestamp, and for a minute drops every SYN from there with an older one, silently. One
 * machine has one clock; behind one address of a NAT there are many.
 */
public final class RecycleTimeWait implements Middlebox {
    /** Addresses remembered at a time; beyond, the one whose connection closed first is forgotten. */
    public static final int ADDRESSES = 65_536;
    /** How long an address is remembered, unless it is said otherwise: as long as TIME-WAIT lasts. */
    public static final Duration REMEMBERED = Duration.ofSeconds(60);

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final long nanos;
    private final LinkedHashMap<Peers, Heard> heard = new LinkedHashMap<>();

    /** Of one server. */
    private record Peers(IpAddress from, IpAddress to) {}

    private record Heard(int timestamp, long at) {}

    /** @param remembered more than 0 */
    public RecycleTimeWait(Duration remembered) {
        if (remembered.isNegative() || remembered.isZero()) {
            throw new IllegalArgumentException("remembered must be more than 0");
        }
        this.nanos = remembered.toNanos();
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        long option = Headers.isTcp(packet) ? timestamps(packet) : -1;
        if (option >= 0) {
            int timestamp = packet.bytes().get(INT, option + 2);
            var peers = new Peers(packet.source(), packet.destination());
            if (Match.SYN.test(packet, way.isOutward()) && isOld(peers, timestamp, now)) {
                way.place().drop(Cause.OLD_TIMESTAMP, packet, () -> "for " + Nanos.text(nanos), now);
                return;
            }
            if (Match.FIN.test(packet, way.isOutward())) remember(peers, timestamp, now);
        }
        way.forward(packet, now);
    }

    private boolean isOld(Peers peers, int timestamp, long now) {
        var last = heard.get(peers);
        if (last == null) return false;
        if (now - last.at() < nanos) return timestamp - last.timestamp() < 0;
        heard.remove(peers);
        return false;
    }

    private void remember(Peers peers, int timestamp, long now) {
        heard.remove(peers); // so that it is the newest
        if (heard.size() == ADDRESSES) heard.pollFirstEntry();
        heard.put(peers, new Heard(timestamp, now));
    }

    private static long timestamps(Packet packet) {
        int at = Headers.transportOffset(packet);
        return TcpOptions.find(packet.bytes(), TcpHeader.optionsOffset(at),
                TcpHeader.optionsLength(packet.bytes(), at), TcpOption.TIMESTAMPS);
    }

    @Override
    public void forget(long now) {
        heard.clear();
    }
}
