package dev.weir.analysis.conversation;

/** The congestion control that a sender's reaction to loss looks like. */
public enum CongestionGuess {
    /** Too few losses, or contradicting ones. */
    UNKNOWN,
    /** It halves. */
    RENO,
    /** It keeps seven tenths. */
    CUBIC,
    /** Loss does not slow it down: a model of the path does. */
    BBR
}
