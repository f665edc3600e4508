package dev.weir.lab.net;

import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where packets for an address go on from one node. The routes that were stated come first, the longest prefix before
 * shorter ones; then the shortest paths to addresses.
 */
final class Routes {
    private record Stated(Cidr prefix, Lane lane) {}

    private final List<Stated> stated = new ArrayList<>(0);
    private long[] high = new long[16]; // open addressing; a power of two
    private long[] low = new long[16];
    private Lane[] lanes = new Lane[16];
    private int size;
    private long lastHigh;
    private long lastLow;
    private Lane last; // of the address that was asked for last

    /** Comes before every path that was found. */
    void state(Cidr prefix, Lane lane) {
        stated.add(new Stated(prefix, lane));
        stated.sort(Comparator.comparingInt(route -> -offset(route.prefix())));
        last = null;
    }

    /** The shortest path to one address. */
    void found(IpAddress address, Lane lane) {
        if (2 * ++size > lanes.length) grow();
        put(address.high(), address.low(), lane);
        last = null;
    }

    /** Null if there is no route. */
    Lane next(long high, long low) {
        if (last != null && high == lastHigh && low == lastLow) return last;
        Lane lane = find(high, low);
        lastHigh = high;
        lastLow = low;
        last = lane;
        return lane;
    }

    private Lane find(long high, long low) {
        for (Stated route : stated) {
            if (route.prefix().contains(high, low)) return route.lane();
        }
        for (int i = slot(high, low); lanes[i] != null; i = i + 1 & lanes.length - 1) {
            if (this.high[i] == high && this.low[i] == low) return lanes[i];
        }
        return null;
    }

    private void put(long high, long low, Lane lane) {
        int i = slot(high, low);
        while (lanes[i] != null) {
            if (this.high[i] == high && this.low[i] == low) return; // the first path that was found stays
            i = i + 1 & lanes.length - 1;
        }
        this.high[i] = high;
        this.low[i] = low;
        lanes[i] = lane;
    }

    private int slot(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 33) & lanes.length - 1;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        Lane[] oldLanes = lanes;
        high = new long[2 * oldHigh.length];
        low = new long[high.length];
        lanes = new Lane[high.length];
        for (int i = 0; i < oldLanes.length; i++) {
            if (oldLanes[i] != null) put(oldHigh[i], oldLow[i], oldLanes[i]);
        }
    }

    /** An IPv4 prefix counts as one of the mapped address. */
    private static int offset(Cidr prefix) {
        return prefix.address().isIpv4() ? 96 + prefix.prefixLength() : prefix.prefixLength();
    }
}
