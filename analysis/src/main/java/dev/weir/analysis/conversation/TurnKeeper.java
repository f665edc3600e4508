package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;

/** Cuts a conversation into requests and responses: a new turn begins when the client speaks after the server. */
final class TurnKeeper {
    private static final byte[] NOTHING = {};

    private final Conversation conversation;
    private long requestFrame;
    private long responseFrame;
    private long requestStart;
    private long requestEnd;
    private long responseStart;
    private long responseEnd;
    private long requestBytes;
    private long responseBytes;
    private byte[] requestHead = NOTHING;
    private byte[] responseHead = NOTHING;

    TurnKeeper(Conversation conversation) {
        this.conversation = conversation;
    }

    void text(CapturedSegment s, boolean fromClient, long now) {
        int lengthBytes = s.lengthBytes();
        long frame = s.frame();
        if (fromClient) {
            if (responseFrame != 0) flush();
            if (requestFrame == 0) {
                requestFrame = frame;
                requestStart = now;
                requestHead = s.text(Turn.HEAD_BYTES);
            }
            requestEnd = now;
            requestBytes += lengthBytes;
        } else {
            if (responseFrame == 0) {
                responseFrame = frame;
                responseStart = now;
                responseHead = s.text(Turn.HEAD_BYTES);
            }
            responseEnd = now;
            responseBytes += lengthBytes;
        }
    }

    /** Ends the turn, if one was begun. */
    void flush() {
        if (requestFrame == 0 && responseFrame == 0) return;
        conversation.turn(new Turn(conversation.turnCount() + 1, requestFrame, responseFrame, requestStart, requestEnd,
                responseStart, responseEnd, requestBytes, responseBytes, requestHead, responseHead));
        requestHead = NOTHING;
        responseHead = NOTHING;
        requestFrame = 0;
        responseFrame = 0;
        requestStart = 0;
        requestEnd = 0;
        responseStart = 0;
        responseEnd = 0;
        requestBytes = 0;
        responseBytes = 0;
    }
}
