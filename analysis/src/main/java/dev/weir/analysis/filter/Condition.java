package dev.weir.analysis.filter;

/** A part of an expression that a packet fulfils or not. */
@FunctionalInterface
interface Condition {
    /** @throws Frame.Short if the packet is too short to tell */
    boolean holds(Frame frame);

    default Condition and(Condition other) {
        return frame -> holds(frame) && other.holds(frame);
    }

    default Condition or(Condition other) {
        return frame -> holds(frame) || other.holds(frame);
    }

    default Condition not() {
        return frame -> !holds(frame);
    }
}
