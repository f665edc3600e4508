package dev.weir.core.link;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a bad road does to the packets of one direction. Start from {@link #NONE}:
 *
 * {@snippet :
 * var bad = Impairment.NONE.withLoss(0.02).withDelay(Duration.ofMillis(40)).withRate(10_000_000);
 * }
 *
 * A packet meets, in this order: MTU, loss (by number, by probability, in bursts), corruption, duplication, rate with
 * its queue, delay. Probabilities are 0..1.
 *
 * @param loss probability that a packet is lost, each on its own
 * @param lost the packets that are lost for certain
 * @param burst loss in bursts
 * @param corruption probability that one bit behind the IP header is inverted
 * @param duplication probability that a packet comes twice
 * @param rateBitsPerSecond of whole IP packets, 1..10^15; {@link #UNLIMITED} for none
 * @param queuePackets how many may wait for the rate, beside the one that is being sent; 0..1,000,000
 * @param queueBytes how many bytes of them, 0..2^40
 * @param delay added to every packet, 0..1 h
 * @param jitter each delay is drawn from {@code delay} - jitter to {@code delay} + jitter, evenly; 0..1 h. The order
 *     is kept
 * @param reordering probability that a packet is held up by {@code reorderingDelay} more, so that others overtake it
 * @param reorderingDelay 0..1 h
 * @param mtu larger packets are lost, 68..65535; nothing is fragmented
 * @param icmp their senders are told ("fragmentation needed", "packet too big"), for TCP and UDP, where IPv4 forbade
 *     fragmentation
 * @param ecn packets of ECN-capable transports are marked "congestion experienced" (RFC 3168 5) where chance would lose
 *     them, and where they find the queue half full, lest it overflow
 * @param heldPackets how many packets may be on the way at a time, 1..1,000,000
 */
public record Impairment(
        double loss,
        PacketNumbers lost,
        BurstLoss burst,
        double corruption,
        double duplication,
        long rateBitsPerSecond,
        int queuePackets,
        long queueBytes,
        Duration delay,
        Duration jitter,
        double reordering,
        Duration reorderingDelay,
        int mtu,
        boolean icmp,
        boolean ecn,
        int heldPackets) {
    /** No limit of the rate. */
    public static final long UNLIMITED = 0;

    private static final int DEFAULT_QUEUE_PACKETS = 1000;
    private static final int DEFAULT_HELD_PACKETS = 65536;

    /** A road that does nothing. */
    public static final Impairment NONE = new Impairment(
            0, PacketNumbers.NONE, BurstLoss.NONE, 0, 0, UNLIMITED, DEFAULT_QUEUE_PACKETS, 1L << 40, Duration.ZERO,
            Duration.ZERO, 0, Duration.ZERO, 65535, false, false, DEFAULT_HELD_PACKETS);

    public Impairment {
        BurstLoss.checkProbability("loss", loss);
        BurstLoss.checkProbability("corruption", corruption);
        BurstLoss.checkProbability("duplication", duplication);
        BurstLoss.checkProbability("reordering", reordering);
        check("rateBitsPerSecond", rateBitsPerSecond, 0, 1_000_000_000_000_000L);
        check("queuePackets", queuePackets, 0, 1_000_000);
        check("queueBytes", queueBytes, 0, 1L << 40);
        checkSpan("delay", delay);
        checkSpan("jitter", jitter);
        checkSpan("reorderingDelay", reorderingDelay);
        check("mtu", mtu, 68, 65535);
        check("heldPackets", heldPackets, 1, 1_000_000);
    }

    public Impairment withLoss(double probability) {
        return new Impairment(probability, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets,
                queueBytes, delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    /** @param numbers as {@link PacketNumbers#parse} reads them: {@code 5,9-11} */
    public Impairment withLost(String numbers) {
        return new Impairment(loss, PacketNumbers.parse(numbers), burst, corruption, duplication, rateBitsPerSecond,
                queuePackets, queueBytes, delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withBurst(BurstLoss burst) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withCorruption(double probability) {
        return new Impairment(loss, lost, burst, probability, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withDuplication(double probability) {
        return new Impairment(loss, lost, burst, corruption, probability, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withRate(long bitsPerSecond) {
        return new Impairment(loss, lost, burst, corruption, duplication, bitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    /** The queue before the rate. */
    public Impairment withQueue(int packets, long bytes) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, packets, bytes, delay,
                jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withDelay(Duration delay) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withJitter(Duration jitter) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withReordering(double probability, Duration delayedBy) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, probability, delayedBy, mtu, icmp, ecn, heldPackets);
    }

    /** @param icmp whether the sender of a packet that is too large is told, or the road is a black hole */
    public Impairment withMtu(int bytes, boolean icmp) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, bytes, icmp, ecn, heldPackets);
    }

    /** @param ecn whether packets that can be are marked before, or instead of, being lost */
    public Impairment withEcn(boolean ecn) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, heldPackets);
    }

    public Impairment withHeldPackets(int packets) {
        return new Impairment(loss, lost, burst, corruption, duplication, rateBitsPerSecond, queuePackets, queueBytes,
                delay, jitter, reordering, reorderingDelay, mtu, icmp, ecn, packets);
    }

    /** {@code 0.02} as {@code 2%}. */
    static String percent(double probability) {
        return BigDecimal.valueOf(probability).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + ".." + most + ", not " + value);
        }
    }

    private static void checkSpan(String name, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + " must be PT0S..PT1H, not " + value);
        }
    }
}
