package dev.weir.analysis.conversation;

import java.util.Arrays;

/**
 * Samples and their order: exact up to {@value #EXACT} samples, then within 3 %. Its size does not grow with the number
 * of samples.
 */
public final class Histogram {
    /** Samples kept as they are. */
    public static final int EXACT = 64;
    private static final int BITS = 5; // 32 steps from one power of two to the next
    private static final int STEPS = 1 << BITS;

    private long[] samples = new long[4];
    private int[] counts;
    private long count;
    private long sum;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    Histogram() {}

    /** How many samples. */
    public long count() {
        return count;
    }

    /** 0 without samples. */
    public long least() {
        return count == 0 ? 0 : least;
    }

    /** 0 without samples. */
    public long greatest() {
        return count == 0 ? 0 : greatest;
    }

    /** 0 without samples. */
    public long mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** The middle sample; 0 without samples. */
    public long median() {
        return percentile(50);
    }

    /**
     * The smallest sample that is not below so many percent of them; 0 without samples.
     *
     * @param percent 0..100
     */
    public long percentile(double percent) {
        if (count == 0) return 0;
        long rank = Math.clamp((long) StrictMath.ceil(percent / 100 * count), 1, count);
        if (counts == null) {
            long[] sorted = Arrays.copyOf(samples, (int) count);
            Arrays.sort(sorted);
            return sorted[(int) rank - 1];
        }
        if (rank == count) return greatest;
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            if (below >= rank) return Math.clamp(middleOf(i), least, greatest);
        }
        return greatest;
    }

    /** A negative sample counts as 0. */
    void add(long value) {
        long sample = Math.max(0, value);
        least = Math.min(least, sample);
        greatest = Math.max(greatest, sample);
        sum += sample;
        if (counts == null && count < EXACT) {
            if (count == samples.length) samples = Arrays.copyOf(samples, samples.length * 2);
            samples[(int) count] = sample;
        } else {
            if (counts == null) spill();
            count(sample);
        }
        count++;
    }

    private void spill() {
        counts = new int[STEPS];
        for (int i = 0; i < EXACT; i++) count(samples[i]);
        samples = null;
    }

    private void count(long sample) {
        int index = indexOf(sample);
        if (index >= counts.length) counts = Arrays.copyOf(counts, (index / STEPS + 1) * STEPS);
        counts[index]++;
    }

    private static int indexOf(long sample) {
        if (sample < STEPS) return (int) sample;
        int shift = 63 - Long.numberOfLeadingZeros(sample) - BITS;
        return (shift + 1 << BITS) + (int) (sample >>> shift) - STEPS;
    }

    private static long middleOf(int index) {
        if (index < STEPS) return index;
        int shift = (index >> BITS) - 1;
        return ((long) (STEPS + (index & STEPS - 1)) << shift) + (1L << shift) / 2;
    }
}
