package dev.weir.analysis.conversation;

/** A time without packets of the conversation. */
public record Pause(long fromFrame, long toFrame, long startNanos, long durationNanos) {}
