package dev.weir.core.event;

/** What a sender makes of the acknowledgments that it gets; as Linux's {@code tcpi_ca_state} tells it. */
public enum RecoveryState {
    /** Everything arrives in order, as far as is known. */
    OPEN,
    /** Something overtook or is missing: too early to say which. */
    DISORDER,
    /** Marked by ECN: the window was reduced, nothing is lost. */
    REDUCED,
    /** Something is lost, and sent again because of what the peer acknowledges. */
    RECOVERY,
    /** The retransmission timer fired, and what was outstanding then is not all acknowledged. */
    LOSS
}
