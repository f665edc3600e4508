package dev.weir.analysis.conversation;

/** What a capture shows that is due to the way it was made. Counts over the whole file. */
public final class Artefacts {
    long segments;
    long checksumsTried;
    long checksumsWrong;
    long aboveMss;
    long duplicates;
    long oneSided;
    long unseenBytes;
    long backwards;
    long longestBackwardsNanos;
    long firstBackwardsFrame;
    long cut;
    long startedLate;

    Artefacts() {}

    /** TCP segments in the file. */
    public long segments() {
        return segments;
    }

    /** Segments whose checksum was computed: the first whole ones of each direction. */
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

    /** Packets with an earlier time than the one before. */
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
}
