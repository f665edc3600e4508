package dev.weir.analysis.capture;

import dev.weir.wire.IpAddress;

/**
 * Finds what is kept for the connection of a segment, whichever side sent it: a hash table over both endpoints, which
 * are put in order first. Nothing is allocated to look up. Not thread-safe.
 *
 * @param <T> what is kept for one connection
 */
public final class Connections<T> {
    private static final int INITIAL_CAPACITY = 1024;

    private long[] lowerHigh = new long[INITIAL_CAPACITY];
    private long[] lowerLow = new long[INITIAL_CAPACITY];
    private long[] upperHigh = new long[INITIAL_CAPACITY];
    private long[] upperLow = new long[INITIAL_CAPACITY];
    /** The port of the lower endpoint in the high half. */
    private int[] ports = new int[INITIAL_CAPACITY];
    private Object[] values = new Object[INITIAL_CAPACITY];
    private int size;

    /** Connections known. */
    public int size() {
        return size;
    }

    /**
     * Whether the lower of the two endpoints, in the order of this table, sent the segment: equal for all segments of
     * one direction.
     */
    public static boolean fromLower(CapturedSegment s) {
        int order = Long.compareUnsigned(s.sourceHigh, s.destinationHigh);
        if (order == 0) order = Long.compareUnsigned(s.sourceLow, s.destinationLow);
        if (order == 0) order = Integer.compare(s.sourcePort, s.destinationPort);
        return order <= 0;
    }

    /** What is kept for the connection of this segment; null for a new one, which {@link #put} then may add. */
    public T find(CapturedSegment s) {
        @SuppressWarnings("unchecked")
        var value = (T) values[placeOf(s, fromLower(s))];
        return value;
    }

    /** Keeps this for the connection of the segment, in place of what was kept. */
    public void put(CapturedSegment s, T value) {
        boolean fromLower = fromLower(s);
        int place = placeOf(s, fromLower);
        if (values[place] == null) {
            set(place, s, fromLower);
            size++;
        }
        values[place] = value;
        if (size * 2 > values.length) grow();
    }

    /** What is kept for the connection between these two endpoints, in any order; null where it is not known. */
    public T find(IpAddress address, int port, IpAddress otherAddress, int otherPort) {
        int place = placeOf(address, port, otherAddress, otherPort);
        @SuppressWarnings("unchecked")
        var value = (T) values[place];
        return value;
    }

    /** Forgets the connection between these two endpoints, in any order. */
    public void remove(IpAddress address, int port, IpAddress otherAddress, int otherPort) {
        int at = placeOf(address, port, otherAddress, otherPort);
        if (values[at] == null) return;
        size--;
        int mask = values.length - 1;
        int free = at;
        for (int next = at + 1 & mask; values[next] != null; next = next + 1 & mask) {
            int home = hash(lowerHigh[next], lowerLow[next], upperHigh[next], upperLow[next], ports[next]) & mask;
            if ((next - home & mask) < (next - free & mask)) continue; // would come before its home
            lowerHigh[free] = lowerHigh[next];
            lowerLow[free] = lowerLow[next];
            upperHigh[free] = upperHigh[next];
            upperLow[free] = upperLow[next];
            ports[free] = ports[next];
            values[free] = values[next];
            free = next;
        }
        values[free] = null;
    }

    private int placeOf(IpAddress a, int port, IpAddress b, int otherPort) {
        int order = a.compareTo(b);
        if (order == 0) order = Integer.compare(port, otherPort);
        return order <= 0
                ? placeOf(a.high(), a.low(), b.high(), b.low(), port << 16 | otherPort)
                : placeOf(b.high(), b.low(), a.high(), a.low(), otherPort << 16 | port);
    }

    private int placeOf(CapturedSegment s, boolean fromLower) {
        return fromLower
                ? placeOf(s.sourceHigh, s.sourceLow, s.destinationHigh, s.destinationLow,
                        s.sourcePort << 16 | s.destinationPort)
                : placeOf(s.destinationHigh, s.destinationLow, s.sourceHigh, s.sourceLow,
                        s.destinationPort << 16 | s.sourcePort);
    }

    private int placeOf(long firstHigh, long firstLow, long secondHigh, long secondLow, int bothPorts) {
        int mask = values.length - 1;
        int at = hash(firstHigh, firstLow, secondHigh, secondLow, bothPorts) & mask;
        while (values[at] != null && !(ports[at] == bothPorts && lowerLow[at] == firstLow && upperLow[at] == secondLow
                && lowerHigh[at] == firstHigh && upperHigh[at] == secondHigh)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void set(int at, CapturedSegment s, boolean fromLower) {
        lowerHigh[at] = fromLower ? s.sourceHigh : s.destinationHigh;
        lowerLow[at] = fromLower ? s.sourceLow : s.destinationLow;
        upperHigh[at] = fromLower ? s.destinationHigh : s.sourceHigh;
        upperLow[at] = fromLower ? s.destinationLow : s.sourceLow;
        ports[at] = fromLower ? s.sourcePort << 16 | s.destinationPort : s.destinationPort << 16 | s.sourcePort;
    }

    private static int hash(long a, long b, long c, long d, int e) {
        long h = a * 0x9e3779b97f4a7c15L + b;
        h = (h ^ h >>> 29) * 0xbf58476d1ce4e5b9L + c;
        h = (h ^ h >>> 32) * 0x94d049bb133111ebL + d;
        h = (h ^ h >>> 31) * 0x9e3779b97f4a7c15L + e;
        return (int) (h ^ h >>> 32);
    }

    private void grow() {
        long[][] keys = {lowerHigh, lowerLow, upperHigh, upperLow};
        int[] oldPorts = ports;
        Object[] old = values;
        int capacity = old.length * 2;
        lowerHigh = new long[capacity];
        lowerLow = new long[capacity];
        upperHigh = new long[capacity];
        upperLow = new long[capacity];
        ports = new int[capacity];
        values = new Object[capacity];
        for (int i = 0; i < old.length; i++) {
            if (old[i] == null) continue;
            int at = hash(keys[0][i], keys[1][i], keys[2][i], keys[3][i], oldPorts[i]) & capacity - 1;
            while (values[at] != null) at = at + 1 & capacity - 1;
            lowerHigh[at] = keys[0][i];
            lowerLow[at] = keys[1][i];
            upperHigh[at] = keys[2][i];
            upperLow[at] = keys[3][i];
            ports[at] = oldPorts[i];
            values[at] = old[i];
        }
    }
}
