package dev.weir.core.event;

/** What keeps a connection from sending more at this moment; time is accounted to exactly one of them. */
public enum SendLimit {
    /** Nothing queued: the application has not written. */
    APPLICATION,
    CONGESTION_WINDOW,
    RECEIVER_WINDOW,
    PACING,
    NAGLE,
    /** The link or device took no more. */
    LINK,
    /** The connection is not (or no longer) able to carry data. */
    NOT_ESTABLISHED
}
