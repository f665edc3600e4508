package dev.weir.core.tcp;

import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Endpoints by their flow: open addressing with linear probing, and a keyed hash so that nobody outside can choose
 * flows that collide.
 */
final class ConnectionTable {
    private static final int INITIAL_CAPACITY = 64;
    private static final long PURPOSE = 2; // of this hash: initial numbers, which outsiders see, use others

    private final SipHash hash;
    private TcpEndpoint.OfFlow[] slots = new TcpEndpoint.OfFlow[INITIAL_CAPACITY];
    private int size;

    ConnectionTable(SipHash hash) {
        this.hash = hash;
    }

    int size() {
        return size;
    }

    /** The endpoint of this flow, or null. Takes longs, so that looking up a segment makes no garbage. */
    TcpEndpoint.OfFlow find(
            long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow, int remotePort) {
        for (int i = home(localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort); ; i = next(i)) {
            var endpoint = slots[i];
            if (endpoint == null) return null;
            var flow = endpoint.flow();
            if (flow.localPort() == localPort && flow.remotePort() == remotePort
                    && flow.remote().low() == remoteLow && flow.remote().high() == remoteHigh
                    && flow.local().low() == localLow && flow.local().high() == localHigh) {
                return endpoint;
            }
        }
    }

    TcpEndpoint.OfFlow find(Flow flow) {
        return find(flow.local().high(), flow.local().low(), flow.localPort(), flow.remote().high(),
                flow.remote().low(), flow.remotePort());
    }

    /** Puts an endpoint in, in place of another of the same flow. */
    void put(TcpEndpoint.OfFlow endpoint) {
        int i = home(endpoint.flow());
        while (slots[i] != null && !slots[i].flow().equals(endpoint.flow())) i = next(i);
        if (slots[i] == null && ++size * 3 > slots.length * 2) {
            grow();
            i = home(endpoint.flow());
            while (slots[i] != null) i = next(i);
        }
        slots[i] = endpoint;
    }

    /** Takes {@code endpoint} out if it, and not a successor of the same flow, stands here. */
    void remove(TcpEndpoint.OfFlow endpoint) {
        int i = home(endpoint.flow());
        while (slots[i] != endpoint) {
            if (slots[i] == null) return;
            i = next(i);
        }
        size--;
        for (int hole = i, k = next(i); ; k = next(k)) { // no tombstones: what probed past the hole moves back
            var moved = slots[k];
            if (moved == null) {
                slots[hole] = null;
                return;
            }
            int home = home(moved.flow());
            if ((k - home & slots.length - 1) >= (k - hole & slots.length - 1)) {
                slots[hole] = moved;
                hole = k;
            }
        }
    }

    /** In no promised order: for what needs none, or sorts. */
    Stream<TcpEndpoint.OfFlow> all() {
        return Arrays.stream(slots).filter(Objects::nonNull);
    }

    private int home(Flow flow) {
        return home(flow.local().high(), flow.local().low(), flow.localPort(), flow.remote().high(),
                flow.remote().low(), flow.remotePort());
    }

    private int home(long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow, int remotePort) {
        long ports = (long) localPort << 16 | remotePort;
        return (int) hash.hash(localHigh, localLow, remoteHigh, remoteLow, ports, PURPOSE) & slots.length - 1;
    }

    private int next(int i) {
        return i + 1 & slots.length - 1;
    }

    private void grow() {
        var old = slots;
        slots = new TcpEndpoint.OfFlow[old.length * 2];
        for (var endpoint : old) {
            if (endpoint == null) continue;
            int i = home(endpoint.flow());
            while (slots[i] != null) i = next(i);
            slots[i] = endpoint;
        }
    }
}
