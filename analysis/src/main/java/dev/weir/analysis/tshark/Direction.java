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

    int shift() {
        return windowOfSyn || scale < 0 ? 0 : scale;
    }
}
