package dev.weir.lab.swarm.invariant;

import java.util.TreeMap;

/** What one connection has in flight: sent, not acknowledged, not taken as lost. Positions as in events. */
final class Flight {
    static final long UNKNOWN = -1;

    /** RFC 9293 3.7.1: without the option, over IPv6; over IPv4 it is less. */
    private static final int DEFAULT_SEGMENT = 1220;

    /** A smaller MSS is not believed: it would be an attack, and leave no room for options. */
    private static final int LEAST_SEGMENT = 48;

    private final TreeMap<Long, Long> lost = new TreeMap<>(); // disjoint ranges, start to end
    private long una;
    private long nxt;
    private long cwnd = UNKNOWN;
    private int segmentSize = DEFAULT_SEGMENT;

    /** A new connection. */
    void syn(long position) {
        if (position != 0) return; // of a reply without a connection
        lost.clear();
        una = 1;
        nxt = 1;
        cwnd = UNKNOWN;
    }

    void cwnd(long bytes, long inFlightBytes) {
        cwnd = bytes;
        if (inFlightBytes == nxt - una) lost.clear(); // what was taken as lost is believed to be only late
    }

    /** @param mss of the peer's SYN; below 1: it has none */
    void segmentSize(int mss) {
        segmentSize = mss < 1 ? DEFAULT_SEGMENT : Math.max(mss, LEAST_SEGMENT);
    }

    /** The largest segment that the peer takes. */
    int segmentSize() {
        return segmentSize;
    }

    long cwnd() {
        return cwnd;
    }

    void acknowledged(long ack) {
        if (ack <= una || ack > nxt) return;
        una = ack;
        found(0, una);
    }

    void lost(long from, long to) {
        found(from, to);
        if (from < to) lost.put(from, to);
    }

    /** All that is outstanding is taken as lost. */
    void allLost() {
        lost(una, nxt);
    }

    /** Positions leave, for the first time or again. */
    void sent(long from, long to) {
        found(from, to);
        nxt = Math.max(nxt, to);
    }

    long bytes() {
        long bytes = nxt - una;
        for (var range : lost.entrySet()) bytes -= range.getValue() - range.getKey();
        return bytes;
    }

    boolean isLost(long position) {
        var range = lost.floorEntry(position);
        return range != null && position < range.getValue();
    }

    /** These are not lost, or no longer. */
    private void found(long from, long to) {
        if (from >= to) return;
        var before = lost.lowerEntry(from);
        if (before != null && before.getValue() > from) {
            lost.put(before.getKey(), from);
            if (before.getValue() > to) lost.put(to, before.getValue());
        }
        for (var range = lost.ceilingEntry(from); range != null && range.getKey() < to; range = lost.ceilingEntry(from)) {
            lost.remove(range.getKey());
            if (range.getValue() > to) {
                lost.put(to, range.getValue());
                break;
            }
        }
    }
}
