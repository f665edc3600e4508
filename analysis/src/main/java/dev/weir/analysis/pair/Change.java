package dev.weir.analysis.pair;

/**
 * What a device on the way changed in the packets.
 *
 * @param kind stable, for programs
 * @param toServer in which direction
 * @param text what became of what
 */
public record Change(Kind kind, boolean toServer, String text) {
    public enum Kind {
        ADDRESS_TRANSLATED, PORT_TRANSLATED, SEQUENCE_SHIFTED, MSS_CLAMPED, WINDOW_SCALE_CHANGED, WINDOW_SCALE_STRIPPED,
        SACK_STRIPPED, TIMESTAMPS_STRIPPED, MSS_STRIPPED, ECN_CLEARED
    }
}
