package dev.weir.analysis.conversation;

import java.util.Arrays;

/** What a capture shows that is due to the way it was made. Counts over the whole file. */
public final class Artefacts {
    /** Of more interfaces than this, some share a place. */
    private static final int INTERFACES = 64;

    long segments;
    long checksumsTried;
    long checksumsWrong;
    long aboveMss;
    long duplicates;
    long oneSided;
    long unseenBytes;
    private final long[] latest = new long[INTERFACES];
    private long backwards;
    private long longestBackwardsNanos;
    private long firstBackwardsFrame;
    long cut;
    long startedLate;

    Artefacts() {
        Arrays.fill(latest, Long.MIN_VALUE);
    }

    /** TCP segments in the file. */
    public long segments() {
        return segments;
    }

    /** Segments whose checksum was computed: whole ones, of each direction until most of it are wrong. */
    public long checksumsTried() {
        return checksumsTried;
    }

    /** Of {@link #checksumsTried()}, those that were wrong: most likely the network card was to compute them. */
    public long checksumsWrong() {
        return checksumsWrong;
    }

    /** Segments with more text than the MSS allows: the network card cuts or joins them. */
    public long aboveMss() {
        return aboveMss;
    }

    /** Packets captured more than once. */
    public long duplicates() {
        return duplicates;
    }

    /** Conversations of which one direction only was captured. */
    public long oneSided() {
        return oneSided;
    }

    /** Bytes that were acknowledged and are not in the file. */
    public long unseenBytes() {
        return unseenBytes;
    }

    /** Packets with an earlier time than the one before of the same interface. */
    public long backwards() {
        return backwards;
    }

    /** By how much time went back at most, nanoseconds. */
    public long longestBackwardsNanos() {
        return longestBackwardsNanos;
    }

    /** The first packet with an earlier time than the one before; 0 without. */
    public long firstBackwardsFrame() {
        return firstBackwardsFrame;
    }

    /** Packets that the snap length cut. */
    public long cut() {
        return cut;
    }

    /** Conversations whose SYN is not in the file. */
    public long startedLate() {
        return startedLate;
    }

    void tick(int interfaceId, long nanos, long frame) {
        int at = interfaceId & INTERFACES - 1;
        if (nanos < latest[at]) {
            backwards++;
            longestBackwardsNanos = Math.max(longestBackwardsNanos, latest[at] - nanos);
            if (firstBackwardsFrame == 0) firstBackwardsFrame = frame;
        }
        latest[at] = nanos;
    }
}
