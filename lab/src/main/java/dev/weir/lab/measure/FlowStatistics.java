package dev.weir.lab.measure;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendLimit;
import java.util.List;
import java.util.Map;

/**
 * One connection as one of its hosts saw it. Times in virtual nanoseconds, sizes in bytes.
 *
 * @param host the name of the host
 * @param flow as this host names it
 * @param active whether this host opened it
 * @param establishedAt 0 if it never was
 * @param endedAt 0 while it is open
 * @param progressAt when the last new byte was acknowledged, here or by us; 0 if none was
 * @param end NONE while it is open
 * @param bytesSent payload sent for the first time
 * @param bytesAcknowledged payload of ours that the peer has acknowledged
 * @param bytesReceived payload that this host has acknowledged
 * @param limited what held the sender, since it was established
 * @param cwnd the congestion window over time
 * @param rtts the samples over time
 * @param acknowledged {@code bytesAcknowledged} over time
 */
public record FlowStatistics(
        String host,
        Flow flow,
        boolean active,
        long openedAt,
        long establishedAt,
        long endedAt,
        long progressAt,
        CloseReason end,
        long bytesSent,
        long bytesAcknowledged,
        long bytesReceived,
        long segmentsSent,
        long segmentsReceived,
        long segmentsRetransmitted,
        long bytesRetransmitted,
        long timeouts,
        Rtt rtt,
        long maximumCwndBytes,
        Map<SendLimit, Long> limited,
        List<Series.Point> cwnd,
        List<Series.Point> rtts,
        List<Series.Point> acknowledged) {
    /** Of the samples that this host took; all 0 without one. */
    public record Rtt(long samples, long minimumNanos, long meanNanos, long maximumNanos) {}

    /** Of what this host sent, from the handshake's end to the last new acknowledgment; 0 if that took no time. */
    public double goodputBitsPerSecond() {
        return rate(bytesAcknowledged);
    }

    /** Of what this host received. */
    public double receivedBitsPerSecond() {
        return rate(bytesReceived);
    }

    private double rate(long bytes) {
        long nanos = progressAt - establishedAt;
        return establishedAt == 0 || nanos <= 0 ? 0 : bytes * 8e9 / nanos;
    }

    /** Of the segments with payload or SYN or FIN that were sent, how many were sent again, 0..1. */
    public double retransmissionShare() {
        return segmentsSent == 0 ? 0 : (double) segmentsRetransmitted / segmentsSent;
    }
}
