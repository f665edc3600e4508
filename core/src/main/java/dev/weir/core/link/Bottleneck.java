package dev.weir.core.link;

import java.util.Arrays;

/**
 * A sender of so many bits per second with a queue before it, computed instead of simulated; a full queue takes
 * nothing.
 */
final class Bottleneck {
    static final long FULL = -1;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long bitsPerSecond;
    private final int limitPackets;
    private final long limitBytes;
    private long freeAt = Long.MIN_VALUE; // the last bit has left at freeAt + remainder / bitsPerSecond
    private long remainder; // 0..bitsPerSecond-1
    private long[] departures = new long[16]; // of what has not left: a ring, its length a power of two
    private int[] lengths = new int[16];
    private int first;
    private int count;
    private long waitingBytes; // without the first
    private boolean crowded;

    Bottleneck(long bitsPerSecond, int limitPackets, long limitBytes) {
        this.bitsPerSecond = bitsPerSecond;
        this.limitPackets = limitPackets;
        this.limitBytes = limitBytes;
    }

    /** When the packet's last bit will have left, rounded up to a nanosecond; {@link #FULL} if it was not taken. */
    long enter(int lengthBytes, long now) {
        while (count > 0 && departures[first] <= now) leave();
        crowded = count > 0 && (2L * (count - 1) >= limitPackets || 2 * waitingBytes >= limitBytes);
        if (count > 0 && (count - 1 >= limitPackets || waitingBytes + lengthBytes > limitBytes)) return FULL;
        if (freeAt < now) {
            freeAt = now;
            remainder = 0;
        }
        long work = lengthBytes * 8L * NANOS_PER_SECOND + remainder; // below 2^50 + 10^15
        freeAt += work / bitsPerSecond;
        remainder = work % bitsPerSecond;
        long departure = freeAt + (remainder > 0 ? 1 : 0);
        if (count == departures.length) grow();
        int at = first + count & departures.length - 1;
        departures[at] = departure;
        lengths[at] = lengthBytes;
        if (count++ > 0) waitingBytes += lengthBytes;
        return departure;
    }

    /** The last packet that entered found half of the queue taken. */
    boolean wasCrowded() {
        return crowded;
    }

    private void leave() {
        first = first + 1 & departures.length - 1;
        if (--count > 0) waitingBytes -= lengths[first]; // it is being sent now
    }

    private void grow() {
        int length = departures.length;
        departures = Arrays.copyOf(departures, 2 * length);
        lengths = Arrays.copyOf(lengths, 2 * length);
        System.arraycopy(departures, 0, departures, length, first);
        System.arraycopy(lengths, 0, lengths, length, first);
    }
}
