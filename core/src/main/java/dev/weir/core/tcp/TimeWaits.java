package dev.weir.core.tcp;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** The records in TIME-WAIT: how many, on which ports, and which is the oldest when there are too many. */
final class TimeWaits {
    private final int limit;
    private final ArrayDeque<TimeWait> byAge = new ArrayDeque<>(); // ended ones are passed over, and swept now and then
    private final Map<Integer, Integer> perPort = new HashMap<>();
    private int size;

    TimeWaits(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    boolean holdsPort(int port) {
        return perPort.containsKey(port);
    }

    /** Answers the oldest, to be ended, if there are now more than the limit; else null. */
    TimeWait add(TimeWait record) {
        byAge.add(record);
        perPort.merge(record.flow().localPort(), 1, Integer::sum);
        size++;
        if (byAge.size() > 2 * size + 16) byAge.removeIf(TimeWait::hasEnded);
        while (byAge.peek().hasEnded()) byAge.remove();
        return size > limit ? byAge.peek() : null;
    }

    void remove(TimeWait record) {
        size--;
        perPort.merge(record.flow().localPort(), -1, (a, b) -> a + b == 0 ? null : a + b);
    }
}
