package dev.weir.analysis.flow;

/** How evenly something was shared. */
public final class Fairness {
    private Fairness() {}

    /**
     * Jain's index: 1 where all got the same, 1/n where one of n got everything; 1 without anything to share.
     *
     * @param shares each at least 0
     */
    public static double jain(long... shares) {
        double sum = 0;
        double squares = 0;
        for (long share : shares) {
            sum += share;
            squares += (double) share * share;
        }
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }
}
