package dev.weir.analysis.conversation;

import java.util.Arrays;

/** Guesses the congestion control from how much of its flight a sender keeps through a recovery. */
final class CongestionEstimate {
    private static final int SAMPLES = 16;
    private static final int ENOUGH = 3;

    private double[] kept;
    private int size;

    /** A fast recovery is over. */
    void recovered(long beforeBytes, long afterBytes) {
        if (beforeBytes <= 0 || size == SAMPLES) return;
        if (kept == null) kept = new double[SAMPLES];
        kept[size++] = (double) afterBytes / beforeBytes;
    }

    CongestionGuess guess() {
        if (size < ENOUGH) return CongestionGuess.UNKNOWN;
        double[] sorted = Arrays.copyOf(kept, size);
        Arrays.sort(sorted);
        double middle = sorted[size / 2];
        double spread = sorted[size * 3 / 4] - sorted[size / 4];
        if (spread > 0.3) return CongestionGuess.UNKNOWN;
        if (middle > 0.4 && middle < 0.57) return CongestionGuess.RENO;
        if (middle > 0.62 && middle < 0.78) return CongestionGuess.CUBIC;
        return middle > 0.9 && middle < 1.5 ? CongestionGuess.BBR : CongestionGuess.UNKNOWN;
    }
}
