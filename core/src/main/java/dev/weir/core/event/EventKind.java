package dev.weir.core.event;

/** What an observer can ask for; one per record of {@link Event}. */
public enum EventKind {
    SEGMENT_SENT,
    SEGMENT_RECEIVED,
    DROPPED,
    STATE_CHANGED,
    RTT_MEASURED,
    LOSS_DECLARED,
    WINDOW_CHANGED,
    TIMER_EXPIRED,
    SENDER_LIMITED,
    URGENT_PENDING,
    SOFT_ERROR,
    NEGATIVE_ADVICE,
    CONNECTION_ENDED,
    FILTER_DECIDED,
    PACKET_IMPAIRED,
    FAST_OPEN
}
