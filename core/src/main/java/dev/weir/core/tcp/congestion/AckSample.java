package dev.weir.core.tcp.congestion;

/**
 * What an acknowledgment of new data tells.
 *
 * @param acknowledgedBytes how far SND.UNA moved
 * @param inFlightBytes outstanding and not known to be lost, after this ACK
 * @param rttNanos a measurement Karn allows, or -1
 * @param limitedByCwnd the sender had used its window before this ACK: an idle sender's cwnd must not grow (RFC 7661)
 */
public record AckSample(long acknowledgedBytes, long inFlightBytes, long rttNanos, boolean limitedByCwnd, long now) {}
