package dev.weir.core.event;

import java.util.EnumMap;
import java.util.Map;

/** Totals of one stack since it began; written inside turns only, read as a snapshot. */
public final class Counters {
    private final long[] counts = new long[Counter.values().length];
    private final long[] drops = new long[DropReason.values().length];

    public void add(Counter counter) {
        counts[counter.ordinal()]++;
    }

    public void add(Counter counter, long amount) {
        counts[counter.ordinal()] += amount;
    }

    public void drop(DropReason reason) {
        drops[reason.ordinal()]++;
    }

    public long count(Counter counter) {
        return counts[counter.ordinal()];
    }

    public long count(DropReason reason) {
        return drops[reason.ordinal()];
    }

    /** All drop reasons that occurred, in the order of their declaration. */
    public Map<DropReason, Long> drops() {
        var result = new EnumMap<DropReason, Long>(DropReason.class);
        for (var reason : DropReason.values()) {
            if (drops[reason.ordinal()] != 0) result.put(reason, drops[reason.ordinal()]);
        }
        return result;
    }
}
