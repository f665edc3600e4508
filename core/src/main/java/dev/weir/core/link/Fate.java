package dev.weir.core.link;

import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What chance has in store for one packet after another on one direction of a road, as an {@link Impairment} says. It
 * decides and does nothing: who owns the packet loses, holds or copies it.
 *
 * <p>The draws depend on the seed and the packet's number only, so rules that change on the way, or are switched off,
 * leave the chances of other packets alone.
 */
public final class Fate {
    /** Why a packet is lost. */
    public enum Loss {
        NONE,
        /** {@link Impairment#lost} names it. */
        PATTERN,
        RANDOM,
        BURST
    }

    private final Draws draws;
    private Impairment rules;
    private long delayNanos;
    private long jitterNanos;
    private long number;
    private boolean bad; // Gilbert-Elliott
    private Loss loss = Loss.NONE;
    private boolean corrupted;
    private long bit;
    private boolean duplicated;
    private boolean reordered;
    private long delay;

    public Fate(Impairment rules, long seed) {
        this.draws = new Draws(seed);
        change(rules);
    }

    /** From the next packet on. */
    public void change(Impairment rules) {
        this.rules = rules;
        this.delayNanos = rules.delay().toNanos();
        this.jitterNanos = rules.jitter().toNanos();
    }

    public Impairment rules() {
        return rules;
    }

    /** Turns to the next packet. */
    public void next() {
        draws.begin(++number);
        boolean lost = draws.happens(rules.loss()); // every draw is made for every packet
        boolean turns = draws.happens(bad ? rules.burst().end() : rules.burst().begin());
        boolean lostInBurst = draws.happens(bad ? rules.burst().lossWhenBad() : rules.burst().lossWhenGood());
        bad ^= turns;
        corrupted = draws.happens(rules.corruption());
        bit = draws.next();
        duplicated = draws.happens(rules.duplication());
        reordered = draws.happens(rules.reordering());
        delay = Math.max(0, delayNanos - jitterNanos + draws.below(2 * jitterNanos + 1));
        loss = rules.lost().contains(number) ? Loss.PATTERN
                : lost ? Loss.RANDOM
                : lostInBurst ? Loss.BURST
                : Loss.NONE;
    }

    /** Turns to the next packet where the rules leave nothing to chance. */
    public void skip() {
        number++;
    }

    /** Of the packet, from 1. */
    public long number() {
        return number;
    }

    public Loss loss() {
        return loss;
    }

    public boolean isCorrupted() {
        return corrupted;
    }

    /**
     * Inverts one bit behind the IP header at offset 0, drawn for this packet.
     *
     * @return which, counted from the first of the header; -1 if there is nothing behind the header
     */
    public int corrupt(MemorySegment packet, int length) {
        int headerBits = 8 * Math.min(length, Ipv4Header.version(packet, 0) == 4
                ? Ipv4Header.headerLength(packet, 0) : Ipv6Header.LENGTH);
        int bits = 8 * length - headerBits;
        if (bits <= 0) return -1;
        int inverted = headerBits + (int) Math.unsignedMultiplyHigh(bit, bits);
        byte octet = packet.get(ValueLayout.JAVA_BYTE, inverted >>> 3);
        packet.set(ValueLayout.JAVA_BYTE, inverted >>> 3, (byte) (octet ^ 0x80 >>> (inverted & 7)));
        return inverted;
    }

    public boolean isDuplicated() {
        return duplicated;
    }

    /** To be held up by {@link Impairment#reorderingDelay} more. */
    public boolean isReordered() {
        return reordered;
    }

    /** With its jitter. */
    public long delayNanos() {
        return delay;
    }
}
