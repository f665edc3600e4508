package dev.weir.analysis.conversation;

/**
 * A time in which a receiver's window was closed.
 *
 * @param fromFrame the first segment with window 0
 * @param toFrame the segment that ended it; 0 while it lasts
 * @param probes that the sender sent meanwhile
 * @param end what ended it
 */
public record ZeroWindow(long fromFrame, long toFrame, long startNanos, long durationNanos, int probes, End end) {
    /** How a closed window ends. */
    public enum End {
        /** The receiver said so by itself. */
        UPDATE,
        /** The answer to a probe said so. */
        PROBE,
        /** The sender ignored it, and the receiver took the data. */
        DATA,
        /** RST. */
        RESET,
        /** It lasted to the end. */
        NEVER
    }
}
