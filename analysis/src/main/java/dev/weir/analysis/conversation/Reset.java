package dev.weir.analysis.conversation;

/**
 * A RST and what tells whether the peer sent it.
 *
 * @param position its sequence number in the stream of its sender
 * @param expectedPosition where that stream stood
 * @param identification of IPv4; -1 in IPv6
 * @param outstandingBytes of its sender that were not acknowledged
 * @param hasAck whether ACK was set
 * @param isNear whether its position is near the stream; only such a RST ends the conversation
 */
public record Reset(
        long frame, long timestampNanos, boolean fromClient, long position, long expectedPosition, int timeToLive,
        int identification, int window, long outstandingBytes, boolean hasAck, boolean isNear) {}
