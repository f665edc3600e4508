package dev.weir.analysis.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Small segments of one sender that waited for the delayed acknowledgment of a small one before (Nagle, RFC 1122). */
public final class HeldWrites {
    /**
     * One wait.
     *
     * @param smallFrame the segment that was in flight
     * @param ackFrame its acknowledgment
     * @param nextFrame the segment that had waited
     * @param nanos beyond the round trip
     */
    public record HeldWrite(long smallFrame, long ackFrame, long nextFrame, long nanos) {}

    private final int limit;
    private List<HeldWrite> examples = List.of();
    private long count;
    private long totalNanos;

    HeldWrites(int limit) {
        this.limit = limit;
    }

    public long count() {
        return count;
    }

    /** Nanoseconds beyond the round trips. */
    public long totalNanos() {
        return totalNanos;
    }

    /** The first ones. */
    public List<HeldWrite> examples() {
        return Collections.unmodifiableList(examples);
    }

    void add(long smallFrame, long ackFrame, long nextFrame, long nanos) {
        count++;
        totalNanos += nanos;
        if (examples.size() >= limit) return;
        if (examples.isEmpty()) examples = new ArrayList<>(4);
        examples.add(new HeldWrite(smallFrame, ackFrame, nextFrame, nanos));
    }
}
