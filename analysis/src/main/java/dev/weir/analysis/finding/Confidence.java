package dev.weir.analysis.finding;

/** How sure a finding is. Nothing less sure than {@link #LIKELY} is claimed: it is a note at most. */
public enum Confidence {
    /** No other cause leaves this evidence. */
    CERTAIN,
    /** Other causes would leave it too, and were ruled out, each by evidence that is named. */
    PROVEN,
    /** The usual cause of this evidence; others are not ruled out. */
    LIKELY
}
