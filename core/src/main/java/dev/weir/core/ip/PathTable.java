package dev.weir.core.ip;

import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv6Header;
import java.util.LinkedHashMap;

/**
 * Path MTUs that were learned from "packet too big", by destination. Bounded; what is believed longest goes first.
 *
 * <p>It only ever lowers an estimate, and forgets it after a while (RFC 1191 6.3, RFC 8201 4), so a forged report can
 * do no more than cost efficiency. Who calls {@link #learn} has checked that the report quotes something he sent
 * (RFC 5927 section 7).
 */
public final class PathTable {
    /**
     * No router is believed that claims less over IPv4, although 68 would be legal: nothing real has such links, and
     * tiny segments are an attack on both ends. The same floor as Linux's min_pmtu.
     */
    public static final int MINIMUM_IPV4 = 552;

    // RFC 1191 section 7: what routers that do not tell their MTU are likely to have
    private static final int[] PLATEAUS = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};

    private record Entry(int mtu, long believedUntil) {}

    private final int limit;
    private final long ageNanos;
    private final LinkedHashMap<IpAddress, Entry> entries = new LinkedHashMap<>(); // in the order of learning

    PathTable(int limit, long ageNanos) {
        this.limit = limit;
        this.ageNanos = ageNanos;
    }

    /** The learned path MTU in bytes; the largest int where nothing is known. */
    int mtu(IpAddress destination, long now) {
        if (entries.isEmpty()) return Integer.MAX_VALUE;
        Entry entry = entries.get(destination);
        if (entry == null) return Integer.MAX_VALUE;
        if (entry.believedUntil > now) return entry.mtu;
        entries.remove(destination);
        return Integer.MAX_VALUE;
    }

    /**
     * A packet was too big for the path.
     *
     * @param mtu what the router said; 0 for an old router, which means the next plateau below {@code current}
     * @param current the path MTU used so far
     * @return the path MTU from now on
     */
    int learn(IpAddress destination, int mtu, int current, long now) {
        if (destination.isIpv6() && mtu < Ipv6Header.MINIMUM_MTU) return current; // RFC 8201 4: to be discarded
        int claimed = mtu == 0 ? plateauBelow(current) : mtu;
        int learned = destination.isIpv4() ? Math.max(claimed, MINIMUM_IPV4) : claimed;
        if (learned >= current) return current;
        entries.remove(destination); // to be inserted behind all others
        entries.put(destination, new Entry(learned, now + ageNanos));
        if (entries.size() > limit) entries.pollFirstEntry();
        return learned;
    }

    int size() {
        return entries.size();
    }

    private static int plateauBelow(int current) {
        for (int plateau : PLATEAUS) {
            if (plateau < current) return plateau;
        }
        return current;
    }
}
