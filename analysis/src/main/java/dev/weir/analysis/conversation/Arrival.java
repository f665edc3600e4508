package dev.weir.analysis.conversation;

/** What a segment was for the stream of its sender. */
enum Arrival {
    /** Text, or a FIN, that was not seen before and is in order. */
    NEW,
    /** Overtaken by later ones. */
    LATE,
    /** Sent again because a timer expired. */
    TIMEOUT,
    /** Sent again for another reason. */
    REPAIR,
    /** A keep-alive, or the probe of a closed window. */
    PROBE,
    /** Nothing of the stream. */
    CONTROL
}
