package dev.weir.analysis.conversation;

/**
 * Bounds of what a table keeps; what is beyond them is counted, not kept.
 *
 * @param openConversations held at once; beyond it the one that is silent for longest is completed early
 * @param idleNanos silence after which a conversation is completed
 * @param closedNanos silence after which one that both sides have closed, or one has reset, is completed
 * @param outstandingSegments whose times are remembered per direction until they are acknowledged
 * @param ranges holes, and SACK blocks, remembered per direction
 * @param turns kept per conversation, the first ones
 * @param examples kept of each kind of happening (retransmissions, zero windows, pauses, resets, ICMP errors)
 */
public record Limits(
        int openConversations, long idleNanos, long closedNanos, int outstandingSegments, int ranges, int turns,
        int examples) {
    /** A million connections; 2 hours (the keep-alive of most systems) idle, 4 minutes (2 MSL) closed. */
    public static final Limits DEFAULT =
            new Limits(1 << 20, 7_200_000_000_000L, 240_000_000_000L, 4096, 64, 64, 16);
}
