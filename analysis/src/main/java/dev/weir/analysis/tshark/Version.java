package dev.weir.analysis.tshark;

/** Whose rules: they changed between these lines of versions. */
public enum Version {
    /** 4.0 and 4.2. */
    V4_0,
    /**
     * 4.4 and later. What it judges by time it judges by the time since the last ACK of the other side; a segment that
     * was seen and not acknowledged is never out of order; selective acknowledgments tell of fast retransmissions too;
     * an answer to a probe may accept its byte, and one that opens the window is an update.
     */
    V4_4
}
