package dev.weir.core.tcp.congestion;

/**
 * What an acknowledgment of new data tells.
 *
 * @param acknowledgedBytes what it is the first to tell of; SND.UNA may have moved further, over what SACKs or
 *     duplicates told of before
 * @param inFlightBytes outstanding and not known to be lost, after this ACK
 * @param rttNanos a measurement Karn allows, or -1
 * @param limitedByCwnd the sender had used its window before this ACK: an idle sender's cwnd must not grow (RFC 7661)
 * @param markedBytes of those acknowledged, how many the ACK tells were marked; classic feedback tells only that some were
 *     (RFC 8257 3.3 takes them all)
 */
public record AckSample(long acknowledgedBytes, long inFlightBytes, long rttNanos, boolean limitedByCwnd,
        long markedBytes, long now) {
    /** The ACK tells of marks on our packets: cwnd must not grow by it (RFC 3168 6.1.2). */
    public boolean congestionExperienced() {
        return markedBytes > 0;
    }
}
