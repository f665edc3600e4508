package dev.weir.lab.measure;

import dev.weir.lab.packet.Cause;
import java.util.List;
import java.util.Map;

/**
 * One direction of a link.
 *
 * @param packets that were to go through it
 * @param delivered those that arrived at its end, duplicates included
 * @param busyNanos how long it was sending
 * @param queuedPackets that wait now
 * @param queue bytes waiting
 * @param occupancy bytes waiting, over time
 * @param dropped for whatever reason
 * @param counts what happened, in the order of {@link Cause}
 */
public record LaneStatistics(
        String name,
        long packets,
        long bytes,
        long delivered,
        long deliveredBytes,
        long busyNanos,
        int queuedPackets,
        Gauge.Summary queue,
        List<Series.Point> occupancy,
        long dropped,
        Map<Cause, Long> counts) {
    /** Of {@code elapsedNanos}, 0..1. */
    public double utilization(long elapsedNanos) {
        return elapsedNanos == 0 ? 0 : (double) busyNanos / elapsedNanos;
    }
}
