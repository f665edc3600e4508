package dev.weir.analysis.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How one sender began again after pauses longer than its retransmission timeout with nothing in flight: from a small
 * window (RFC 5681 4.1), or from where it was.
 */
public final class Restarts {
    /** Less than this fraction of what was in flight before is a new beginning. */
    private static final int FRACTION = 2;

    /**
     * A new beginning.
     *
     * @param frame of its first segment
     * @param idleNanos the pause before it
     * @param greatestBeforeBytes in flight at most before the pause
     * @param firstFlightBytes sent before the first acknowledgment
     * @param growthNanos until as much was in flight as before, or all was sent
     */
    public record Restart(
            long frame, long idleNanos, long greatestBeforeBytes, long firstFlightBytes, long growthNanos) {}

    private final int limit;
    private List<Restart> examples = List.of();
    private long count;
    private long growthNanos;

    private boolean following;
    private long frame;
    private long startNanos;
    private long idleNanos;
    private long latestNanos;
    private long greatestBefore;
    private long firstFlight;
    private boolean firstFlightOver;
    private boolean grew;

    Restarts(int limit) {
        this.limit = limit;
    }

    /** Pauses after which the sender began with a small window, although it had more to send. */
    public long count() {
        return count;
    }

    /** The time of growing again, nanoseconds, summed up. */
    public long growthNanos() {
        return growthNanos;
    }

    /** The first ones. */
    public List<Restart> examples() {
        return Collections.unmodifiableList(examples);
    }

    /** The first segment after a pause. */
    void begin(long frame, long now, long idleNanos, long greatestBefore) {
        end();
        this.frame = frame;
        startNanos = now;
        this.idleNanos = idleNanos;
        this.greatestBefore = greatestBefore;
        firstFlight = 0;
        firstFlightOver = false;
        grew = false;
        following = true;
    }

    void sent(int lengthBytes, long inFlightBytes, long now) {
        if (!following) return;
        latestNanos = now;
        if (firstFlightOver) grew = true;
        else firstFlight += lengthBytes;
        if (inFlightBytes >= greatestBefore) end();
    }

    void acknowledged() {
        firstFlightOver = true;
    }

    /** No more of what was sent after the pause. */
    void end() {
        if (!following) return;
        following = false;
        if (!grew || firstFlight * FRACTION > greatestBefore) return;
        count++;
        growthNanos += latestNanos - startNanos;
        if (examples.size() < limit) {
            if (examples.isEmpty()) examples = new ArrayList<>(4);
            examples.add(new Restart(frame, idleNanos, greatestBefore, firstFlight, latestNanos - startNanos));
        }
    }
}
