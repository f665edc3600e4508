package dev.weir.core.config;

/**
 * How much may be in flight: RFC 5681, 6582, 3042, 6928.
 *
 * @param initialWindowSegments cwnd at the start, in segments, 1..1000
 * @param duplicateThreshold duplicate ACKs that mean loss, 1..1000
 * @param limitedTransmit send new data on the first two duplicate ACKs (RFC 3042)
 * @param restartAfterIdle fall back to the initial window after an idle RTO (RFC 5681 4.1)
 * @param slowStartSegments how much one ACK opens cwnd in slow start, in segments, 1..1000: 1 by RFC 5681, 2 by RFC 3465;
 *     1000 counts all that a stretch ACK acknowledges, as Linux does
 * @param minshall Nagle's algorithm as Minshall mended it: a small segment waits for a small one, not for full ones
 * @param nagleByCall Nagle's algorithm as BSD has it: what is written while nothing is outstanding leaves whole
 * @param nagle coalesce small writes while data is outstanding (RFC 9293 3.7.4), unless the socket says otherwise
 */
public record Congestion(
        int initialWindowSegments,
        int duplicateThreshold,
        boolean limitedTransmit,
        boolean restartAfterIdle,
        int slowStartSegments,
        boolean minshall,
        boolean nagleByCall,
        boolean nagle) {
    public Congestion {
        Range.check("initialWindowSegments", initialWindowSegments, 1, 1000);
        Range.check("duplicateThreshold", duplicateThreshold, 1, 1000);
        Range.check("slowStartSegments", slowStartSegments, 1, 1000);
    }

    public Congestion withInitialWindowSegments(int initialWindowSegments) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withDuplicateThreshold(int duplicateThreshold) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withLimitedTransmit(boolean limitedTransmit) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withRestartAfterIdle(boolean restartAfterIdle) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withSlowStartSegments(int slowStartSegments) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withNagle(boolean nagle) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withNagleByCall(boolean nagleByCall) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }

    public Congestion withMinshall(boolean minshall) {
        return new Congestion(initialWindowSegments, duplicateThreshold, limitedTransmit, restartAfterIdle, slowStartSegments,
                minshall, nagleByCall, nagle);
    }
}
