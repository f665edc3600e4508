package dev.weir.analysis.conversation;

/** What a segment is for the stream of its sender, judged when it came by. */
public enum Judgement {
    /** Nothing special: new data in its order, an acknowledgment, part of the handshake or of the end. */
    ORDINARY("ordinary"),
    /** The same packet as before, captured again. */
    CAPTURED_AGAIN("captured again"),
    /** Sent before what came before it: overtaken on the way. */
    OVERTAKEN("overtaken"),
    KEEP_ALIVE("keep-alive"),
    ZERO_WINDOW_PROBE("zero-window probe"),
    SENT_AGAIN_TIMEOUT("sent again after a time-out"),
    SENT_AGAIN_FAST("sent again, told of loss"),
    SENT_AGAIN_PROBE("sent again to probe for loss"),
    SENT_AGAIN_SMALLER("sent again, smaller"),
    SENT_AGAIN_NEEDLESSLY("sent again needlessly"),
    /** Repeats an acknowledgment while data is outstanding (RFC 5681 2). */
    DUPLICATE_ACK("duplicate acknowledgment"),
    /** Belongs to no stream that is known here: forged, or of another connection. */
    STRAY("stray");

    private final String text;

    Judgement(String text) {
        this.text = text;
    }

    /** In sentences. */
    public String text() {
        return text;
    }

    /** Whether it carries what was sent before. */
    public boolean isSentAgain() {
        return switch (this) {
            case SENT_AGAIN_TIMEOUT, SENT_AGAIN_FAST, SENT_AGAIN_PROBE, SENT_AGAIN_SMALLER, SENT_AGAIN_NEEDLESSLY ->
                    true;
            case ORDINARY, CAPTURED_AGAIN, OVERTAKEN, KEEP_ALIVE, ZERO_WINDOW_PROBE, DUPLICATE_ACK, STRAY -> false;
        };
    }

    static Judgement of(Retransmission.Kind kind) {
        return switch (kind) {
            case TIMEOUT -> SENT_AGAIN_TIMEOUT;
            case FAST -> SENT_AGAIN_FAST;
            case PATH_MTU -> SENT_AGAIN_SMALLER;
            case PROBE -> SENT_AGAIN_PROBE;
            case SPURIOUS -> SENT_AGAIN_NEEDLESSLY;
        };
    }
}
