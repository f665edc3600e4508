package dev.weir.core.config;

import java.time.Duration;

/**
 * Retransmission time-out: RFC 6298; R1 and R2: RFC 9293 3.8.3.
 *
 * @param initial before the first measurement, 1 ms..60 s
 * @param minimum lower bound of the whole time-out, 0..60 s
 * @param maximum upper bound, also of the back-off, 1 s..1 h
 * @param granularity G: lower bound of the variance term 4 x RTTVAR, 1 us..10 s
 * @param r1 retransmissions of one segment before the path is doubted, 1..100
 * @param r2 how long data may stay unacknowledged before the connection is given up, 1 s..24 h
 * @param emptyProbes a zero-window probe is an ACK with an old number, as Linux sends it; otherwise a byte (RFC 9293 3.8.6.1)
 */
public record Rto(
        Duration initial,
        Duration minimum,
        Duration maximum,
        Duration granularity,
        int r1,
        Duration r2,
        boolean emptyProbes) {
    public Rto {
        Range.check("initial", initial, "PT0.001S", "PT1M");
        Range.check("minimum", minimum, "PT0S", "PT1M");
        Range.check("maximum", maximum, "PT1S", "PT1H");
        Range.check("granularity", granularity, "PT0.000001S", "PT10S");
        Range.check("r1", r1, 1, 100);
        Range.check("r2", r2, "PT1S", "PT24H");
    }

    public Rto withInitial(Duration initial) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }

    public Rto withMinimum(Duration minimum) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }

    public Rto withMaximum(Duration maximum) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }

    public Rto withGranularity(Duration granularity) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }

    public Rto withR1(int r1) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }

    public Rto withR2(Duration r2) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }

    public Rto withEmptyProbes(boolean emptyProbes) {
        return new Rto(initial, minimum, maximum, granularity, r1, r2, emptyProbes);
    }
}
