package dev.weir.core.config;

import java.time.Duration;

/**
 * When received data is acknowledged: RFC 9293 3.8.6.3, RFC 5681 4.2.
 *
 * @param delayed wait for a second segment or the timer; otherwise each turn acknowledges at once
 * @param delay the timer, 0..500 ms exclusive (MUST-40)
 * @param quickAcks ACKs at the start of a connection, and after a hole, that are not delayed, 0..64
 * @param duplicateSack report duplicates by D-SACK (RFC 2883)
 * @param finAtOnce a FIN is acknowledged at once; otherwise, as Linux does, like text that is less than a segment, and
 *     without a word about duplicates
 * @param bySegments every second segment is acknowledged at once, whatever its size, and one that is larger than the MSS, as
 *     at FreeBSD; otherwise what amounts to two of the largest
 */
public record Acks(
        boolean delayed,
        Duration delay,
        int quickAcks,
        boolean duplicateSack,
        boolean finAtOnce,
        boolean bySegments) {
    public Acks {
        Range.check("delay", delay, "PT0S", "PT0.499999999S");
        Range.check("quickAcks", quickAcks, 0, 64);
    }

    public Acks withDelayed(boolean delayed) {
        return new Acks(delayed, delay, quickAcks, duplicateSack, finAtOnce, bySegments);
    }

    public Acks withDelay(Duration delay) {
        return new Acks(delayed, delay, quickAcks, duplicateSack, finAtOnce, bySegments);
    }

    public Acks withQuickAcks(int quickAcks) {
        return new Acks(delayed, delay, quickAcks, duplicateSack, finAtOnce, bySegments);
    }

    public Acks withDuplicateSack(boolean duplicateSack) {
        return new Acks(delayed, delay, quickAcks, duplicateSack, finAtOnce, bySegments);
    }

    public Acks withFinAtOnce(boolean finAtOnce) {
        return new Acks(delayed, delay, quickAcks, duplicateSack, finAtOnce, bySegments);
    }

    public Acks withBySegments(boolean bySegments) {
        return new Acks(delayed, delay, quickAcks, duplicateSack, finAtOnce, bySegments);
    }
}
