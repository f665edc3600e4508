package dev.weir.analysis.flow;

import java.util.Arrays;

/** Samples and their order: all of them up to a limit, then every second, every fourth, and so on. */
public final class Distribution {
    private static final int CAPACITY = 1 << 16;

    private long[] samples = new long[256];
    private int size;
    private long seen;
    private long stride = 1;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    public void add(long sample) {
        least = Math.min(least, sample);
        greatest = Math.max(greatest, sample);
        if (seen++ % stride != 0) return;
        if (size == CAPACITY) {
            for (int i = 0; i < CAPACITY / 2; i++) samples[i] = samples[2 * i];
            size = CAPACITY / 2;
            stride *= 2;
            if ((seen - 1) % stride != 0) return;
        }
        if (size == samples.length) samples = Arrays.copyOf(samples, 2 * size);
        samples[size++] = sample;
    }

    /** How many were added. */
    public long count() {
        return seen;
    }

    /** 0 without samples. */
    public long least() {
        return seen == 0 ? 0 : least;
    }

    /** 0 without samples. */
    public long greatest() {
        return seen == 0 ? 0 : greatest;
    }

    /**
     * The smallest sample that is not below so many percent of them; 0 without samples.
     *
     * @param percent 0..100
     */
    public long percentile(double percent) {
        if (size == 0) return 0;
        long[] sorted = Arrays.copyOf(samples, size);
        Arrays.sort(sorted);
        int rank = (int) StrictMath.ceil(percent / 100 * size);
        return sorted[Math.clamp(rank - 1, 0, size - 1)];
    }
}
