package dev.weir.analysis.pair;

/** The same packet, or a part of it, at both places. */
record Match(Sighting sent, Sighting arrived) {
    /** By two clocks. */
    long rawNanos() {
        return arrived.nanos() - sent.nanos();
    }
}
