package dev.weir.analysis.conversation;

/** Cuts a conversation into requests and responses: a new turn begins when the client speaks after the server. */
final class TurnKeeper {
    private final Conversation conversation;
    private long requestFrame;
    private long responseFrame;
    private long requestStart;
    private long requestEnd;
    private long responseStart;
    private long responseEnd;
    private long requestBytes;
    private long responseBytes;

    TurnKeeper(Conversation conversation) {
        this.conversation = conversation;
    }

    void text(boolean fromClient, int lengthBytes, long frame, long now) {
        if (fromClient) {
            if (responseFrame != 0) flush();
            if (requestFrame == 0) {
                requestFrame = frame;
                requestStart = now;
            }
            requestEnd = now;
            requestBytes += lengthBytes;
        } else {
            if (responseFrame == 0) {
                responseFrame = frame;
                responseStart = now;
            }
            responseEnd = now;
            responseBytes += lengthBytes;
        }
    }

    /** Ends the turn, if one was begun. */
    void flush() {
        if (requestFrame == 0 && responseFrame == 0) return;
        conversation.turn(new Turn(conversation.turnCount() + 1, requestFrame, responseFrame, requestStart, requestEnd,
                responseStart, responseEnd, requestBytes, responseBytes));
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
