package dev.weir.analysis;

/** Something that happened to a connection: a segment on its way, or an event on one side. */
public sealed interface Moment permits Passage, Occurrence {
    /** When, in nanoseconds of the clock of the stacks; for a segment when it was sent. */
    long at();

    Side side();
}
