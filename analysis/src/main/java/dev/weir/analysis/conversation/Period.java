package dev.weir.analysis.conversation;

/** What the time of a conversation was spent with: each moment belongs to exactly one. */
public enum Period {
    /** The client asked for the server's address. */
    NAME_LOOKUP("name lookup", false),
    /** From the first SYN until the handshake was complete, or in vain. */
    CONNECT("connect", false),
    /** TLS handshake. */
    TLS("TLS", false),
    /** The client had nothing to send, or had not read what it needs for it. */
    CLIENT_THINK("client think", false),
    /** A request was on its way. */
    REQUEST("request", false),
    /** The server had the request and sent nothing. */
    SERVER_THINK("server think", false),
    /** A response was on its way. */
    RESPONSE("response", false),
    /** Nothing but the repair of losses, by fast retransmission or a tail-loss probe. */
    LOSS_RECOVERY("loss recovery", true),
    /** A sender waited for its retransmission timer. */
    RETRANSMISSION_TIMEOUT("retransmission timeout", true),
    /** The receiver's window was closed. */
    ZERO_WINDOW("zero window", true),
    /** All that the receiver's window allows was in flight. */
    RECEIVER_WINDOW("receiver window", true),
    /** A small segment waited for the delayed acknowledgment of the one before (Nagle). */
    DELAYED_ACK("Nagle and delayed ACK", true),
    /** Neither side owed the other anything. */
    IDLE("idle", false),
    /** From the first FIN, once all data had arrived. */
    CLOSING("closing", false);

    private final String text;
    private final boolean stall;

    Period(String text, boolean stall) {
        this.text = text;
        this.stall = stall;
    }

    /** In tables. */
    public String text() {
        return text;
    }

    /** Whether data waited that could have moved. */
    public boolean isStall() {
        return stall;
    }
}
