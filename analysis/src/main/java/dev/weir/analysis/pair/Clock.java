package dev.weir.analysis.pair;

/**
 * How the clock at the server's side goes against that at the client's: {@code server = client + offset + drift *
 * (client - epoch)}. Known only as well as the two ways are alike: half of the difference of their shortest delays is
 * in the offset.
 *
 * @param offsetNanos at {@code epochNanos}
 * @param drift seconds per second
 * @param epochNanos of the client's clock
 */
public record Clock(long offsetNanos, double drift, long epochNanos) {
    /** The same moment by the clock at the client's side. */
    long toClient(long serverNanos) {
        long guess = serverNanos - offsetNanos;
        return guess - Math.round(drift * (guess - epochNanos));
    }

    /** Parts in a million that the server's clock gains. */
    public double driftPpm() {
        return drift * 1e6;
    }
}
