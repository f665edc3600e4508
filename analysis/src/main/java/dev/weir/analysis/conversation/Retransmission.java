package dev.weir.analysis.conversation;

/**
 * Data (or a SYN or FIN) that was sent again.
 *
 * @param frame of this copy
 * @param firstFrame of the copy before it; 0 where it was not captured
 * @param timestampNanos of this copy, since 1970 UTC
 * @param position of its first byte in the stream; the SYN is 0, the first byte of data 1
 * @param lengthBytes of its text
 * @param costNanos since the copy before it, or since the hole showed
 * @param flightBytes in flight when it was first sent; 0 where that was not captured
 * @param copyWasDamaged whether the copy before came by with a wrong checksum
 */
public record Retransmission(
        long frame, long firstFrame, long timestampNanos, long position, int lengthBytes, Kind kind, LossSide side,
        long costNanos, long flightBytes, boolean copyWasDamaged) {

    /** Why it was sent again, as far as packets tell. */
    public enum Kind {
        /** The retransmission timer expired, or what follows such a time-out. */
        TIMEOUT,
        /** Duplicate or selective acknowledgments told of a loss. */
        FAST,
        /** An ICMP error asked for smaller segments (RFC 1191, 8201). */
        PATH_MTU,
        /** Tail-loss probe (RFC 8985 7): the last segment again, sooner than a time-out. */
        PROBE,
        /** All of it had been acknowledged before, or the peer reported that it came twice. */
        SPURIOUS
    }

    /** Where the copy before was lost, seen from the point of capture. */
    public enum LossSide {
        /** It never came by: between sender and point of capture. */
        BEFORE_CAPTURE,
        /** It came by: between point of capture and receiver, unless its acknowledgment was lost. */
        AFTER_CAPTURE,
        /** It was not lost. */
        NOT_LOST
    }
}
