package dev.weir.core.event;

/**
 * Something that happened in a stack, with the numbers that explain it.
 *
 * <p>{@code at} is the engine's {@code now} in nanoseconds. Events are values: they may be kept and read on any thread.
 */
public sealed interface Event {
    long at();

    EventKind kind();

    /** The connection that it concerns; null where it concerns none, or where none could be told. */
    Flow flow();

    /**
     * A segment goes out; the observer hears of it just before the link gets it.
     *
     * @param firstSentAt when these bytes first left, for a retransmission; otherwise {@code at}
     */
    record SegmentSent(long at, Flow flow, SegmentView segment, SendCause cause, long firstSentAt) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.SEGMENT_SENT;
        }
    }

    /** A well-formed segment came in; if it is dropped later, a {@link Dropped} follows. */
    record SegmentReceived(long at, Flow flow, SegmentView segment) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.SEGMENT_RECEIVED;
        }
    }

    /**
     * A packet, or the rest of a segment, was not used.
     *
     * @param flow null where the packet was too broken to tell
     */
    record Dropped(long at, Flow flow, DropReason reason) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.DROPPED;
        }
    }

    /** @param trigger what made the connection move, in a few words: "SYN sent", "FIN received" */
    record StateChanged(long at, Flow flow, State from, State to, String trigger) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.STATE_CHANGED;
        }
    }

    /** RFC 6298: one sample, and what it made of the estimate. */
    record RttMeasured(long at, Flow flow, long rttNanos, long srttNanos, long rttvarNanos, long rtoNanos) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.RTT_MEASURED;
        }
    }

    /**
     * Positions {@code from} (inclusive) to {@code to} are taken as lost.
     *
     * @param sentAt when they last left
     * @param how "3 duplicate ACKs", "timeout", "partial ACK"
     */
    record LossDeclared(long at, Flow flow, long from, long to, long sentAt, String how) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.LOSS_DECLARED;
        }
    }

    /** Congestion state after a change, in bytes. */
    record WindowChanged(long at, Flow flow, long cwndBytes, long ssthreshBytes, long inFlightBytes, String why)
            implements Event {
        @Override
        public EventKind kind() {
            return EventKind.WINDOW_CHANGED;
        }
    }

    /** @param count how often in a row, from 1 */
    record TimerExpired(long at, Flow flow, TimerKind timer, int count) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.TIMER_EXPIRED;
        }
    }

    /** What holds the sender changed. */
    record SenderLimited(long at, Flow flow, SendLimit limit) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.SENDER_LIMITED;
        }
    }

    /** MUST-32: urgent data became pending or the pointer advanced. {@code mark}: position after the urgent data. */
    record UrgentPending(long at, Flow flow, long mark) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.URGENT_PENDING;
        }
    }

    /** RFC 9293 3.9.2.2: an ICMP error that does not end the connection, or SHLD-9's report between R1 and R2. */
    record SoftError(long at, Flow flow, CloseReason what, String detail) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.SOFT_ERROR;
        }
    }

    /** MUST-20 (a): R1 was passed, the path may be dead. */
    record NegativeAdvice(long at, Flow flow, int retransmissions) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.NEGATIVE_ADVICE;
        }
    }

    record ConnectionEnded(long at, Flow flow, CloseReason reason) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.CONNECTION_ENDED;
        }
    }

    /** The admission filter was asked about a SYN. */
    record FilterDecided(long at, Flow flow, String decision, String rule) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.FILTER_DECIDED;
        }
    }

    /** @param bytes of data in the SYN that it is about; 0 where there is none */
    record FastOpen(long at, Flow flow, FastOpenStep step, int bytes) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.FAST_OPEN;
        }
    }

    /**
     * A link did something to a packet.
     *
     * @param outbound as seen from the stack whose link this is
     * @param packet the packet's serial number in that direction, from 1
     * @param decision "dropped", "delayed 12 ms", "duplicated", "corrupted bit 77", "reordered"
     * @param rule which rule decided: "loss 2%", "pattern 7", "queue full"
     */
    record PacketImpaired(long at, boolean outbound, long packet, String decision, String rule) implements Event {
        @Override
        public EventKind kind() {
            return EventKind.PACKET_IMPAIRED;
        }

        @Override
        public Flow flow() {
            return null;
        }
    }
}
