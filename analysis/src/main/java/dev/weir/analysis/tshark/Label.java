package dev.weir.analysis.tshark;

/** The flags of tshark's sequence analysis, in the order in which it lists them. */
public enum Label {
    RETRANSMISSION("tcp.analysis.retransmission"),
    FAST_RETRANSMISSION("tcp.analysis.fast_retransmission"),
    SPURIOUS_RETRANSMISSION("tcp.analysis.spurious_retransmission"),
    OUT_OF_ORDER("tcp.analysis.out_of_order"),
    LOST_SEGMENT("tcp.analysis.lost_segment"),
    ACK_LOST_SEGMENT("tcp.analysis.ack_lost_segment"),
    DUPLICATE_ACK("tcp.analysis.duplicate_ack"),
    KEEP_ALIVE("tcp.analysis.keep_alive"),
    KEEP_ALIVE_ACK("tcp.analysis.keep_alive_ack"),
    WINDOW_UPDATE("tcp.analysis.window_update"),
    WINDOW_FULL("tcp.analysis.window_full"),
    ZERO_WINDOW("tcp.analysis.zero_window"),
    ZERO_WINDOW_PROBE("tcp.analysis.zero_window_probe"),
    ZERO_WINDOW_PROBE_ACK("tcp.analysis.zero_window_probe_ack"),
    REUSED_PORTS("tcp.analysis.reused_ports");

    private final String field;

    Label(String field) {
        this.field = field;
    }

    /** The name of its display filter. */
    public String field() {
        return field;
    }
}
