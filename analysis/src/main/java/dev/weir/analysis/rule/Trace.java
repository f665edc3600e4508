package dev.weir.analysis.rule;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Endpoint;
import dev.weir.analysis.conversation.Handshake;
import dev.weir.wire.TcpOptions;
import java.util.Arrays;

/**
 * What is remembered of a conversation for the judgement of others. Times in nanoseconds since 1970 UTC, 0 where there
 * was nothing.
 *
 * @param synNanos of the first SYN
 * @param synOptions of the first SYN
 * @param answerFrame the first SYN-ACK, or the RST that refused
 * @param answerNanos of the first SYN-ACK
 * @param completedNanos when the handshake was complete
 * @param lastFromServerFrame the last packet of the server; 0 without any
 * @param serverTimeToLive of the server's last packet that was no RST; -1 without any
 * @param closedNanos of the first FIN or RST
 * @param firstFromClient the beginning of what the client said, at most {@value #FIRST_BYTES} bytes
 */
public record Trace(
        long number, Endpoint client, Endpoint server, int version, Handshake.Outcome outcome, long firstNanos,
        long synNanos, int synFlags, TcpOptions synOptions, long synFrame, long answerFrame, long answerNanos,
        long completedNanos, long lastFromServerFrame, long lastFromServerNanos, int serverTimeToLive,
        long closedNanos, long serverBytes, byte[] firstFromClient) {
    /** Enough to recognize a protocol. */
    static final int FIRST_BYTES = 16;

    static Trace of(Conversation c) {
        var handshake = c.handshake();
        boolean syn = handshake.syns() > 0;
        boolean answered = handshake.synAcks() > 0;
        long answer = answered ? handshake.synAckFrames()[0] : handshake.refusedFrame();
        return new Trace(c.number(), c.client(), c.server(), c.version(), handshake.outcome(), c.firstNanos(),
                syn ? handshake.synNanos()[0] : 0, handshake.clientFlags(), handshake.clientOptions(),
                syn ? handshake.synFrames()[0] : 0, answer, answered ? handshake.synAckNanos()[0] : 0,
                handshake.completedFrame() == 0 ? 0 : handshake.completedNanos(), c.fromServer().lastFrame(),
                c.fromServer().lastNanos(), c.fromServer().traits().latestTimeToLive(), closedNanos(c),
                c.fromServer().uniqueBytes(), first(c));
    }

    private static byte[] first(Conversation c) {
        var bytes = c.fromClient().firstBytes();
        return Arrays.copyOf(bytes, Math.min(bytes.length, FIRST_BYTES));
    }

    private static long closedNanos(Conversation c) {
        long closed = Long.MAX_VALUE;
        if (c.fromClient().finFrame() != 0) closed = c.fromClient().finNanos();
        if (c.fromServer().finFrame() != 0) closed = Math.min(closed, c.fromServer().finNanos());
        if (!c.resets().isEmpty()) closed = Math.min(closed, c.resets().getFirst().timestampNanos());
        return closed == Long.MAX_VALUE ? 0 : closed;
    }

    /** Whether the server took part. */
    public boolean isAnswered() {
        return lastFromServerFrame != 0;
    }
}
