package dev.weir.analysis.flow;

import dev.weir.core.event.SendLimit;
import dev.weir.core.event.State;
import java.util.EnumMap;
import java.util.Map;

/** A clock for each {@link Phase} of one end, of which one runs from the first segment to the end. */
final class Spending {
    private final long[] nanos = new long[Phase.values().length];
    private State state = State.CLOSED;
    private SendLimit limit = SendLimit.APPLICATION;
    private long begin = -1;
    private long mark;
    private long lastSegmentAt;
    private boolean over;

    void segment(long now) {
        if (begin < 0) {
            begin = now;
            mark = now;
        }
        lastSegmentAt = now;
    }

    void limited(SendLimit newLimit, long now) {
        accrue(now);
        limit = newLimit;
    }

    void state(State newState, long now) {
        accrue(now);
        state = newState;
        if (newState == State.TIME_WAIT) over = true;
    }

    void ended(long now) {
        accrue(now);
        over = true;
    }

    /** The timer had been all that would happen since the last segment. */
    void retransmissionTimer(long now) {
        if (begin < 0 || over) return;
        long quiet = Math.max(mark, lastSegmentAt);
        accrue(quiet);
        nanos[Phase.RETRANSMISSION_TIMER.ordinal()] += now - quiet;
        mark = now;
    }

    private void accrue(long now) {
        if (begin < 0 || over) return;
        nanos[phase().ordinal()] += now - mark;
        mark = now;
    }

    private Phase phase() {
        return switch (state) {
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED -> Phase.HANDSHAKE;
            case ESTABLISHED, CLOSE_WAIT -> byLimit(Phase.APPLICATION);
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> byLimit(Phase.CLOSING);
        };
    }

    private Phase byLimit(Phase whenNothingToSend) {
        return switch (limit) {
            case APPLICATION, NOT_ESTABLISHED -> whenNothingToSend;
            case CONGESTION_WINDOW -> Phase.CWND;
            case RECEIVER_WINDOW -> Phase.RECEIVER_WINDOW;
            case PACING -> Phase.PACING;
            case NAGLE -> Phase.NAGLE;
            case LINK -> Phase.LINK;
        };
    }

    long begin() {
        return begin;
    }

    long lastSegmentAt() {
        return lastSegmentAt;
    }

    long elapsed(long now) {
        if (begin < 0) return 0;
        return (over ? mark : now) - begin;
    }

    /** Those that took time, up to {@code now}; they sum to {@link #elapsed}. */
    Map<Phase, Long> spent(long now) {
        var spent = new EnumMap<Phase, Long>(Phase.class);
        for (var phase : Phase.values()) {
            long time = nanos[phase.ordinal()];
            if (begin >= 0 && !over && phase == phase()) time += now - mark;
            if (time > 0) spent.put(phase, time);
        }
        return spent;
    }
}
