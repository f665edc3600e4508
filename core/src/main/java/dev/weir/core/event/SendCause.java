package dev.weir.core.event;

/** Why a segment was sent. */
public enum SendCause {
    SYN("connection request"),
    SYN_RETRANSMISSION("SYN again, no answer"),
    SYN_WITHOUT_ECN("SYN again, without ECN"),
    SYN_ACK("connection accepted"),
    SYN_ACK_RETRANSMISSION("SYN-ACK again, no answer"),
    SYN_COOKIE("SYN cookie: backlog is full"),
    HANDSHAKE_ACK("handshake complete"),
    DATA("data"),
    FIN("no more data"),
    FAST_RETRANSMIT("fast retransmit: third duplicate ACK"),
    RECOVERY_RETRANSMIT("retransmission: partial ACK in recovery"),
    TIMEOUT_RETRANSMIT("retransmission: timeout"),
    LIMITED_TRANSMIT("limited transmit: new data on a duplicate ACK"),
    ZERO_WINDOW_PROBE("zero-window probe"),
    KEEP_ALIVE_PROBE("keep-alive probe"),
    PATH_MTU_RETRANSMIT("retransmission: smaller path MTU"),
    FAST_OPEN_RETRANSMIT("retransmission: the SYN-ACK did not acknowledge the data of the SYN"),
    WINDOW_OPEN_RETRANSMIT("retransmission: the window opened again"),
    URGENT("urgent pointer"),
    ACK_DELAYED("delayed ACK: timer"),
    ACK_EVERY_SECOND("ACK: two segments received"),
    ACK_QUICK("ACK: quick-ACK start"),
    ACK_OUT_OF_ORDER("duplicate ACK: hole before it"),
    ACK_HOLE_FILLED("ACK: hole filled"),
    ACK_DUPLICATE("ACK: nothing new received"),
    ACK_UNACCEPTABLE("ACK: segment outside the window"),
    ACK_OLD_TIMESTAMP("ACK: timestamp too old"),
    ACK_OF_UNSENT("ACK: peer acknowledged what was not sent"),
    ACK_OF_FIN("ACK of the FIN"),
    ACK_OF_PROBE("ACK: window probe or keep-alive answered"),
    ACK_CONGESTION("ACK: congestion was marked, or reacted to"),
    CHALLENGE_ACK("challenge ACK"),
    WINDOW_UPDATE("window update"),
    TIME_WAIT_ACK("ACK from TIME-WAIT"),
    RESET("reset"),
    RESET_NO_ENDPOINT("reset: nothing listens here"),
    RESET_HALF_OPEN("reset: half-open connection or unacceptable ACK"),
    RESET_UNREAD_DATA("reset: closed with unread data"),
    RESET_ABORT("reset: aborted by the application"),
    RESET_FILTERED("reset: refused by the filter");

    private final String text;

    SendCause(String text) {
        this.text = text;
    }

    /** A few words for a person. */
    public String text() {
        return text;
    }

    /** {@code fast retransmit}, {@code timeout}: the text without what all of its kind share, for lists. */
    public String manner() {
        String manner = text.startsWith("retransmission: ") ? text.substring("retransmission: ".length()) : text;
        return manner.split("[:,]", 2)[0];
    }

    public boolean isRetransmission() {
        return switch (this) {
            case SYN_RETRANSMISSION, SYN_WITHOUT_ECN, SYN_ACK_RETRANSMISSION, FAST_RETRANSMIT, RECOVERY_RETRANSMIT,
                    TIMEOUT_RETRANSMIT, PATH_MTU_RETRANSMIT, FAST_OPEN_RETRANSMIT, WINDOW_OPEN_RETRANSMIT -> true;
            default -> false;
        };
    }
}
