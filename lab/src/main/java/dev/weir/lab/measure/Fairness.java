package dev.weir.lab.measure;

/** How evenly something is shared. */
public final class Fairness {
    private Fairness() {}

    /** Jain's index: 1 if all have the same, 1/n if one has all; 1 for nothing to share. */
    public static double jain(double... shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }
}
