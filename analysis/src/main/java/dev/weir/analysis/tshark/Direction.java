package dev.weir.analysis.tshark;

/** What tshark remembers of one direction of a stream. Sequence numbers are as on the wire; 0 means not known. */
final class Direction {
    static final int SCALE_UNKNOWN = -1;
    static final int SCALE_NOT_USED = -2;

    int nextSequence;
    long nextSequenceNanos;
    int toBeAcknowledged;
    int lastAcknowledgment;
    long lastAcknowledgmentNanos;
    int window;
    int scale = SCALE_UNKNOWN;
    /** The last window was that of a segment with SYN, which is never scaled. */
    boolean windowOfSyn = true;
    int duplicateAcks;
    boolean lastWasKeepAlive;
    boolean lastWasZeroWindowProbe;
    boolean initialSequenceKnown;
    int initialSequence;
    /** Of its last segment: left and right edges. */
    int[] sackEdges = {};
    /** What it announced in its SYN, bytes. */
    int mss = 536;
    /** Kept for the rules of 4.4 only. */
    final SeenSegments seen = new SeenSegments();

    boolean hasSacked(int sequence) {
        for (int i = 0; i + 1 < sackEdges.length; i += 2) {
            if (sequence - sackEdges[i] >= 0 && sequence - sackEdges[i + 1] < 0) return true;
        }
        return false;
    }

    long sackedBytes() {
        long bytes = 0;
        for (int i = 0; i + 1 < sackEdges.length; i += 2) bytes += sackEdges[i + 1] - sackEdges[i];
        return bytes;
    }

    int shift() {
        return windowOfSyn || scale < 0 ? 0 : scale;
    }
}
