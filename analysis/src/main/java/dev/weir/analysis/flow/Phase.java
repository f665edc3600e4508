package dev.weir.analysis.flow;

/** What one end of a connection spent its time on; every moment belongs to exactly one. */
public enum Phase {
    HANDSHAKE("handshake", "the handshake"),
    /** The congestion window was full. */
    CWND("cwnd", "its congestion window"),
    /** The peer's window was full or closed. */
    RECEIVER_WINDOW("receiver_window", "the receiver's window"),
    /** Nothing happened from the last packet until the retransmission timer expired. */
    RETRANSMISSION_TIMER("retransmission_timer", "the retransmission timer"),
    /** The application had written nothing. */
    APPLICATION("application", "its application"),
    PACING("pacing", "pacing"),
    NAGLE("nagle", "Nagle"),
    LINK("link", "the link"),
    /** Everything was sent; the FINs and their acknowledgments were missing. */
    CLOSING("closing", "the close");

    private final String key;
    private final String text;

    Phase(String key, String text) {
        this.key = key;
        this.text = text;
    }

    /** In names: {@code receiver_window}. */
    public String key() {
        return key;
    }

    /** In sentences: what it waited for. */
    public String text() {
        return text;
    }
}
