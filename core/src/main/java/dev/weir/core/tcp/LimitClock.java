package dev.weir.core.tcp;

import dev.weir.core.event.SendLimit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Accounts every instant since ESTABLISHED to exactly one reason for not sending more. */
final class LimitClock {
    private final long[] spentNanos = new long[SendLimit.values().length];
    private SendLimit current = SendLimit.NOT_ESTABLISHED;
    private long since;

    /** True if the limit changed. */
    boolean limit(SendLimit limit, long now) {
        if (limit == current) return false;
        spentNanos[current.ordinal()] += now - since;
        current = limit;
        since = now;
        return true;
    }

    /** ESTABLISHED: what was before is left out. */
    void begin(long now) {
        Arrays.fill(spentNanos, 0);
        since = now;
        current = SendLimit.APPLICATION;
    }

    SendLimit current() {
        return current;
    }

    long since() {
        return since;
    }

    /** What was spent after the end is left out. */
    Map<SendLimit, Long> spent(long now) {
        var result = new EnumMap<SendLimit, Long>(SendLimit.class);
        for (var limit : SendLimit.values()) {
            long nanos = spentNanos[limit.ordinal()] + (limit == current ? now - since : 0);
            if (limit != SendLimit.NOT_ESTABLISHED && nanos > 0) result.put(limit, nanos);
        }
        return result;
    }
}
