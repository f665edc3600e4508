package dev.weir.analysis.conversation;

/** Positions in one stream: numbers on the wire unwrapped to longs, the SYN at 0. */
final class Sequence {
    private int base;
    private boolean known;

    boolean isKnown() {
        return known;
    }

    /** The wire number of position 0. */
    void begin(int base) {
        this.base = base;
        known = true;
    }

    boolean beginsAt(int wire) {
        return known && base == wire;
    }

    /** The position nearest to {@code reference} that has this number. */
    long unwrap(long reference, int wire) {
        return reference + (wire - (base + (int) reference));
    }
}
