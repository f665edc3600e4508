package dev.weir.analysis;

import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * How much of one direction's stream arrived in order, and how long that took. Where nobody observed what arrived, the
 * acknowledgments that came back stand for it.
 */
final class Delivery {
    private final List<Passage> arrived = new ArrayList<>();
    private long firstSent = Passage.NEVER;
    private long lastDelivered;
    private long next = 1; // the SYN is position 0
    private long acknowledged = 1;
    private long acknowledgedAt;
    private long end = 1;

    void sent(Passage passage) {
        int length = passage.segment().lengthBytes();
        if (length == 0) return;
        firstSent = Math.min(firstSent, passage.sentAt());
        end = Math.max(end, passage.segment().sequence() + length);
        if (passage.fate() == Passage.Fate.ARRIVED) arrived.add(passage);
    }

    void acknowledged(Passage back) {
        if (!back.segment().has(TcpFlags.ACK) || back.arrivedAt() == Passage.NEVER) return;
        if (back.segment().acknowledgment() > acknowledged && acknowledged < end) {
            acknowledged = back.segment().acknowledgment();
            acknowledgedAt = back.arrivedAt();
        }
    }

    /** After the last passage. */
    void finish() {
        arrived.sort(Comparator.comparingLong(Passage::arrivedAt));
        var beyond = new TreeMap<Long, Long>();
        for (var passage : arrived) {
            long from = passage.segment().sequence();
            beyond.merge(from, from + passage.segment().lengthBytes(), Math::max);
            while (!beyond.isEmpty() && beyond.firstKey() <= next) {
                long end = beyond.pollFirstEntry().getValue();
                if (end <= next) continue;
                next = end;
                lastDelivered = passage.arrivedAt();
            }
        }
        long confirmed = Math.min(acknowledged, end); // a FIN is acknowledged too
        if (confirmed > next) {
            next = confirmed;
            lastDelivered = acknowledgedAt;
        }
    }

    long bytes() {
        return next - 1;
    }

    long nanos() {
        return bytes() == 0 ? 0 : lastDelivered - firstSent;
    }
}
