package dev.weir.analysis.conversation;

/** How large the segments of one sender were, in bytes of text, and how large the largest that arrived. */
public final class SegmentSizes {
    private long count;
    private int largest;
    private int largestAcknowledged;
    private int smallestLost;
    private int aboveMss;

    SegmentSizes() {}

    /** Segments with text. */
    public long count() {
        return count;
    }

    /** 0 without any. */
    public int largest() {
        return largest;
    }

    /** The largest that was sent once and acknowledged: the path carries it. 0 without any. */
    public int largestAcknowledged() {
        return largestAcknowledged;
    }

    /**
     * The smallest above {@link #largestAcknowledged()} that was sent at least twice and of which no copy was
     * acknowledged in that size; 0 where all sizes got through.
     */
    public int smallestNeverAcknowledged() {
        return smallestLost > largestAcknowledged ? smallestLost : 0;
    }

    /** Segments above the peer's MSS: cut or joined by a network card. */
    public int aboveMss() {
        return aboveMss;
    }

    void sent(int lengthBytes, boolean beyondMss) {
        count++;
        if (lengthBytes > largest) largest = lengthBytes;
        if (beyondMss) aboveMss++;
    }

    void acknowledged(int lengthBytes) {
        if (lengthBytes > largestAcknowledged) largestAcknowledged = lengthBytes;
    }

    void lost(int lengthBytes) {
        if (lengthBytes > largestAcknowledged && (smallestLost <= largestAcknowledged || lengthBytes < smallestLost)) {
            smallestLost = lengthBytes;
        }
    }
}
